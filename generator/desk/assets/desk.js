// The desk's pages without a reload: the list follows the form as it is filled in and the newsroom as
// it saves, the keyboard goes through the rows, times stay right, and an article is shown as it will be
// printed. Everything works without this, too. What the server sends is put in as it was parsed.
// Runs before livereload.js, which takes up every global whose name starts with "LiveReloadPlugin".

const PAUSE = 150; // milliseconds after the last key
const FRESH = 60_000; // milliseconds until times are told anew
const LOOK = "/_preview/state.json"; // what the preview says where no page has changed
const KEYS = "broadsheet-desk-keys"; // where it is kept that somebody wants no keys

const form = document.querySelector("#filters");
const keys = document.querySelector("#keys");
const sheet = document.querySelector(".sheet");
let wanted = location.href; // what is asked for, shown or still on its way
let printed = ""; // what stands in the frame of an article's print
let turn = 0; // of the latest question: an older answer that comes later is dropped

// -- the parts of the page that change

function asked() {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (value.trim() && !(name === "sort" && value === "published")) fields.append(name, value);
  }
  const text = fields.toString();
  return text ? `?${text}` : location.pathname;
}

// A page as the server has it now; null where it has none, or where the preview has ended.
async function read(address) {
  try {
    const answer = await fetch(address, { cache: "no-store" });
    const text = await answer.text();
    return answer.ok ? new DOMParser().parseFromString(text, "text/html") : null;
  } catch {
    return null;
  }
}

async function show() {
  const mine = ++turn;
  const fresh = await read(wanted);
  if (mine !== turn || !fresh) return; // what is shown stays
  document.querySelectorAll("[data-part]").forEach((part) => {
    const other = fresh.getElementById(part.id);
    if (other && !other.isEqualNode(part)) replace(part, other);
  });
  history.replaceState(null, "", wanted);
}

// What was open stays open, and the keyboard stays where it was.
function replace(part, other) {
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  part.querySelectorAll("details[open][id]").forEach((each) => {
    other.querySelector(`#${each.id}`)?.setAttribute("open", "");
  });
  part.replaceChildren(...other.childNodes);
  if (!focused) return;
  const address = focused.getAttribute("href");
  const again = [...part.querySelectorAll("a")].find((each) => each.getAttribute("href") === address);
  again?.focus({ preventScroll: true });
}

function followForm() {
  let timer;
  const ask = () => {
    clearTimeout(timer);
    wanted = asked();
    show();
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
}

// -- the keyboard

function wantsKeys() {
  return localStorage.getItem(KEYS) !== "off";
}

function isWriting(element) {
  return element.matches("input, select, textarea") || element.isContentEditable;
}

function move(step) {
  const rows = [...document.querySelectorAll("#list .headline")];
  const row = document.activeElement.closest("#list tr");
  const place = rows.indexOf(row?.querySelector(".headline"));
  const next = rows[place < 0 ? 0 : place + step];
  next?.focus();
  next?.closest("tr").scrollIntoView({ block: "nearest" });
  return next;
}

// Arrows belong to the page, but for whoever is in the list already.
function stepOf(event) {
  if (event.key === "j") return 1;
  if (event.key === "k") return -1;
  if (!event.target.closest("#list tbody")) return 0;
  return { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
}

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && event.target === form.elements.q) {
    form.elements.q.blur();
    return;
  }
  if (isWriting(event.target) || !wantsKeys()) return;
  const step = stepOf(event);
  if (event.key === "/") form.elements.q.focus();
  else if (!step || !move(step)) return;
  event.preventDefault();
}

function followKeys() {
  const button = keys.querySelector("button");
  const say = () => button.setAttribute("aria-pressed", String(wantsKeys()));
  button.addEventListener("click", () => {
    localStorage.setItem(KEYS, wantsKeys() ? "off" : "on");
    say();
  });
  say();
  keys.hidden = false;
  document.addEventListener("keydown", press);
}

// -- an article in print

// A page's own rules for paper are made to hold on a screen: on paper, it is never dark.
function swapMedia(media) {
  if (/\bprint\b/.test(media.mediaText)) media.mediaText = "all";
  else if (/\bscreen\b|dark/.test(media.mediaText)) media.mediaText = "not all";
}

function swapRules(rules) {
  for (const rule of rules) {
    if (rule.media) swapMedia(rule.media);
    if (rule.cssRules) swapRules(rule.cssRules);
  }
}

function rulesOf(sheet) {
  try {
    return sheet.cssRules;
  } catch {
    return []; // it did not arrive: the preview has ended, or the page is being left
  }
}

function layOut(page) {
  for (const each of page.styleSheets) {
    swapMedia(each.media);
    swapRules(rulesOf(each));
  }
  page.documentElement.style.padding = "2cm"; // what @page says, no screen can
}

// The page stands in a frame without what the preview has put into it, and without any script.
async function showPrint(place) {
  const page = await read(place.dataset.page);
  if (!page) return;
  page.querySelectorAll("script, broadsheet-bar").forEach((each) => each.remove());
  const text = page.documentElement.outerHTML;
  if (text === printed) return;
  printed = text;
  const figure = document.createElement("figure");
  const frame = document.createElement("iframe");
  const button = document.createElement("button");
  frame.title = "The page as it is printed";
  frame.tabIndex = -1;
  frame.setAttribute("sandbox", "allow-same-origin allow-modals");
  frame.addEventListener("load", () => layOut(frame.contentDocument));
  frame.srcdoc = `<!doctype html>${text}`;
  button.type = "button";
  button.textContent = "Print";
  button.addEventListener("click", () => frame.contentWindow.print());
  figure.append(frame);
  place.replaceChildren(figure, button);
}

// -- news of the newsroom

window.LiveReloadPluginDesk = class {
  static identifier = "desk";
  static version = "1.0";

  reload(path) {
    show();
    if (path !== LOOK) printed = ""; // a style, which the page itself does not say
    if (sheet) showPrint(sheet);
    return true;
  }
};

setInterval(() => {
  if (!document.hidden) show();
}, FRESH);

if (sheet) showPrint(sheet);
if (form) {
  followForm();
  followKeys();
}
