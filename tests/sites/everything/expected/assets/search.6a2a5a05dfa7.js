// The search page. What a reader types is looked up in the index that the build makes of the
// finished pages, under data-bundle: nothing leaves the browser, and nothing is ever set as HTML.

const PAUSE = 200; // milliseconds after the last key
const PATIENCE = 500; // milliseconds until a reader is told to wait
const STEP = 10; // results at once
const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]/u;

const form = document.querySelector(".search-form");
const box = form.elements.q;
const status = document.querySelector(".search-status");
const elsewhere = document.querySelector(".search-elsewhere");
const list = document.querySelector(".search-results");
const more = document.querySelector(".search-more");
const bundle = new URL(form.dataset.bundle, location.href).href;
const language = document.documentElement.lang;
const title = document.title;

let library; // a promise
let index; // names the files of the index as it was when the library read it
let results = [];
let turn = 0; // of the search under way: an older one that ends later is dropped
let timer;
let isSettled = true; // whether the next search is a new step in the browser's history

// -- the index

function load() {
  library ??= begin().catch((error) => {
    library = undefined; // the next search tries again
    throw error;
  });
  return library;
}

async function begin() {
  const [pagefind, text] = await Promise.all([import(`${bundle}pagefind.js`), readEntry()]);
  index = text;
  const metaWeights = { image: 0, language: 0 }; // an address and a code are no text
  await pagefind.options({ ranking: { metaWeights } });
  return pagefind;
}

async function readEntry() {
  const answer = await fetch(`${bundle}pagefind-entry.json`, { cache: "no-cache" });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.text();
}

// Phones write curly quotes; only straight ones ask for words in their order.
async function ask(query) {
  const pagefind = await load();
  const { results: found } = await pagefind.search(query.replace(/[“”„«»]/g, '"'));
  const best = await found[0]?.data(); // fails where the file is gone
  return best && answers(best, query) ? found.filter((each) => each.score > 0) : [];
}

// For a word that is on no page, Pagefind takes the longest beginning of it that is: "the" for
// "thermometer". That is no answer: a word of the best result must begin as each that was asked for
// does, for two fifths of it ("winning" finds "win"). What is written without spaces is believed.
function answers({ content, locations, meta }, query) {
  const words = content.split(/\s+/);
  const { image, language: code, ...texts } = meta;
  const found = [...locations.map((place) => words[place] ?? ""), ...Object.values(texts)];
  const known = folded(found.join(" "));
  return folded(query).every((word) => word.length < 3 || known.some((each) => isLike(each, word)));
}

function folded(text) {
  const plain = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

function isLike(other, word) {
  let same = 0;
  while (same < word.length && word[same] === other[same]) same += 1;
  return same >= word.length * 0.4 || other.includes(word) || UNSPACED.test(word);
}

// A page may be open for hours, and a new index has other files. So a search that fails or finds
// nothing is repeated if the index is another by now.
async function find(query) {
  const found = await ask(query).catch((error) => error);
  if (found.length) return found;
  if (await isReplaced()) return ask(query);
  if (found instanceof Error) throw found;
  return found;
}

async function isReplaced() {
  if ((await readEntry()) === index) return false;
  await (await library)?.destroy();
  library = undefined;
  return true;
}

// -- what the reader sees

function add(name, parent, text = "", className = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  parent.append(made);
  return made;
}

// An excerpt is plain text but for <mark> and </mark>; angles of its own are written as entities.
function addExcerpt(parent, excerpt, content) {
  const parts = excerpt
    .split(/<\/?mark>/)
    .map((part) => part.replaceAll("&lt;", "<").replaceAll("&gt;", ">"));
  const text = parts.join("").trim();
  if (!content.startsWith(text)) parent.append("… ");
  parts.forEach((part, position) => {
    if (position % 2) add("mark", parent, part);
    else parent.append(part);
  });
  if (!content.trimEnd().endsWith(text)) parent.append(" …");
}

function addResult({ url, meta, excerpt, content }) {
  const item = add("li", list, "", "search-result");
  if (meta.section) add("p", item, meta.section, "kicker");
  const heading = add("h2", item, "", "search-title");
  const link = add("a", heading, meta.title ?? url);
  link.href = url;
  const words = add("p", item, "", "search-excerpt");
  addExcerpt(words, excerpt, content);
  if (meta.language) heading.lang = words.lang = meta.language;
  const facts = [meta.byline, meta.date].filter(Boolean);
  if (facts.length) {
    const line = add("p", item, "", "search-facts");
    facts.forEach((fact) => add("span", line, fact));
  }
  return link;
}

function fill(message, values) {
  return message.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

function summary(query) {
  const count = results.length;
  if (!count) return fill(form.dataset.none, { query });
  const plural = new Intl.PluralRules(language).select(count);
  const message = form.getAttribute(`data-found-${plural}`) ?? form.dataset.foundOther;
  return fill(message, { query, count: new Intl.NumberFormat(language).format(count) });
}

function showNothing(message = "") {
  results = [];
  list.replaceChildren();
  status.textContent = message;
  more.hidden = true;
  elsewhere.hidden = !message;
}

function showMore(pages) {
  const links = pages.map(addResult);
  more.hidden = list.children.length >= results.length;
  return links;
}

function read(found, start, count) {
  return Promise.all(found.slice(start, start + count).map((each) => each.data()));
}

// -- searching

async function search(query, count = STEP) {
  const mine = ++turn;
  document.title = query ? `${query} – ${title}` : title;
  if (!query) {
    showNothing();
    return;
  }
  const wait = setTimeout(() => {
    if (mine === turn) status.textContent = form.dataset.busy;
  }, PATIENCE);
  try {
    const found = await find(query);
    const pages = await read(found, 0, count);
    if (mine !== turn) return;
    showNothing();
    results = found;
    showMore(pages);
    status.textContent = summary(query);
    elsewhere.hidden = found.length > 0;
  } catch {
    if (mine === turn) showNothing(form.dataset.failed);
  } finally {
    clearTimeout(wait);
  }
}

function asked() {
  return new URLSearchParams(location.search).get("q")?.trim() ?? "";
}

// Search for what is in the box, and say so in the address: one step of history for each thing
// that is searched for, not for each letter of it.
function go() {
  clearTimeout(timer);
  const query = box.value.trim();
  if (query === asked()) return;
  const address = new URL(location.href);
  address.search = query ? new URLSearchParams({ q: query }) : "";
  history[isSettled ? "pushState" : "replaceState"](null, "", address);
  isSettled = false;
  search(query);
}

function restore() {
  clearTimeout(timer);
  box.value = asked();
  isSettled = true;
  search(box.value, history.state?.shown);
}

// -- what the reader does

box.addEventListener("focus", () => load().catch(() => undefined), { once: true });

box.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(go, PAUSE);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (box.value.trim() === asked()) search(asked());
  else go();
  isSettled = true;
});

// Arrows lead from the box through the results and back; Escape empties the box.
form.parentElement.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    box.value = "";
    box.focus();
    go();
    isSettled = true;
    return;
  }
  const stops = [box, ...list.querySelectorAll("a")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const target = step && stops.includes(event.target) && stops[stops.indexOf(event.target) + step];
  if (target) {
    event.preventDefault();
    target.focus();
  }
});

more.addEventListener("click", async () => {
  const mine = turn;
  const pages = await read(results, list.children.length, STEP);
  if (mine !== turn) return;
  const [first] = showMore(pages);
  first.focus();
  history.replaceState({ shown: list.children.length }, "");
});

addEventListener("popstate", restore);

restore();
if (!box.value) box.focus();
