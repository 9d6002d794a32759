// Keeps a page as the site is now: changes in place what has changed, or else loads it again; and
// shows what is wrong over the last good page. Runs before livereload.js, which takes up every
// global whose name starts with "LiveReloadPlugin".
// Whatever is said of problems is put in as text, never as HTML.
"use strict";

(() => {
  const LOOK = "/_preview/state.json";
  const GO = "/_preview/go";
  const OVERLAY = "BROADSHEET-PROBLEMS";
  const BAR = "BROADSHEET-BAR";
  const HIDDEN = "broadsheet-hidden-problems";
  const STYLE = `
    :host { all: initial; }
    section {
      position: fixed; inset: auto 0 0; z-index: 2147483647; overflow: auto; box-sizing: border-box;
      max-height: 60vh; padding: 0 max(1rem, 50vw - 28rem) 1rem; background: #141418;
      box-shadow: 0 0 2rem rgb(0 0 0 / 40%); border-top: 4px solid #f87171;
      color: #f4f4f5; font: 16px/1.5 system-ui, sans-serif;
    }
    header {
      position: sticky; top: 0; display: flex; gap: 1rem; align-items: baseline;
      justify-content: space-between; padding: .75rem 0; background: inherit;
    }
    h1 { margin: 0; font-size: 1.25rem; }
    button {
      padding: .3rem .8rem; border: 1px solid #a1a1aa; border-radius: 4px;
      background: none; color: inherit; font: inherit; cursor: pointer;
    }
    :focus-visible { outline: 3px solid #93c5fd; outline-offset: 2px; }
    ol { margin: .25rem 0 0; padding: 0; list-style: none; }
    li {
      margin: 0 0 1rem; padding: 1rem 1.25rem; border-left: 4px solid #f87171; background: #27272a;
    }
    li.warning { border-color: #fbbf24; }
    .place, pre { font: 14px/1.5 ui-monospace, monospace; }
    .place { color: #fca5a5; overflow-wrap: anywhere; }
    .warning .place { color: #fcd34d; }
    p { margin: .25rem 0 0; overflow-wrap: anywhere; }
    pre { margin: .75rem 0 0; padding: .5rem .75rem; overflow-x: auto; background: #18181b; tab-size: 4; }
    .caret { color: #f87171; }
    .hint { color: #d4d4d8; white-space: pre-line; }
  `;
  const looks = new CSSStyleSheet();
  looks.replaceSync(STYLE);
  let shows = new URL(document.currentScript.src).searchParams.get("shows");
  let barShown = "";
  let overlay = null;
  let latest = 0;

  function element(name, text, className) {
    const made = document.createElement(name);
    made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function place(problem) {
    const made = element(problem.editor ? "a" : "div", problem.place, "place");
    if (problem.editor) {
      made.href = problem.editor;
      made.title = "Open in the editor";
    }
    return made;
  }

  function item(problem) {
    const made = element("li", "", problem.severity);
    made.append(place(problem), element("p", problem.message));
    if (problem.excerpt) {
      const lines = element("pre", `${problem.excerpt}\n`);
      lines.append(element("span", problem.caret, "caret"));
      made.append(lines);
    }
    if (problem.hint) made.append(element("p", `Hint: ${problem.hint}`, "hint"));
    return made;
  }

  function hide() {
    overlay?.remove();
    overlay = null;
  }

  // What was read and put away stays away until something else is wrong, on other pages too.
  function dismiss() {
    if (overlay) sessionStorage.setItem(HIDDEN, overlay.dataset.problems);
    hide();
  }

  function show(problems) {
    const text = JSON.stringify(problems);
    if (overlay?.dataset.problems === text) return;
    hide();
    if (!problems.length) sessionStorage.removeItem(HIDDEN);
    if (!problems.length || sessionStorage.getItem(HIDDEN) === text) return;
    const panel = element("section", "");
    const count = problems.length === 1 ? "One problem" : `${problems.length} problems`;
    const button = element("button", "Hide");
    button.addEventListener("click", dismiss);
    const header = element("header", "");
    header.append(element("h1", `${count} to mend`), button);
    const list = element("ol", "");
    list.append(...problems.map(item));
    panel.append(header, list);
    panel.setAttribute("role", "alert");
    overlay = element(OVERLAY, "");
    overlay.dataset.problems = text;
    const shadow = overlay.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [looks]; // a site's policy may forbid a style element
    shadow.append(panel);
    document.documentElement.append(overlay);
  }

  // -- bringing the page up to date without loading it again

  const RUNS = 'script:not([type]), script[type="module"], script[type*="javascript"]';

  function exchange(link, address) {
    const fresh = link.cloneNode();
    fresh.setAttribute("href", address);
    fresh.addEventListener("load", () => link.remove()); // until then the page keeps its looks
    link.after(fresh);
  }

  function patchAttributes(was, is, live) {
    for (const name of new Set([...was.getAttributeNames(), ...is.getAttributeNames()])) {
      const value = is.getAttribute(name);
      if (was.getAttribute(name) === value) continue;
      if (live.matches('link[rel="stylesheet"]') && name === "href") exchange(live, value);
      else if (value === null) live.removeAttribute(name);
      else live.setAttribute(name, value);
    }
  }

  function isOurs(node) {
    if (node.nodeName !== "SCRIPT") return [BAR, OVERLAY].includes(node.nodeName);
    return /^\/(?:_preview\/|_desk\/|livereload\.js)/.test(node.getAttribute("src"));
  }

  // Changes `live` as `was` differs from `is`. What a script of the site has made something else of
  // is not guessed at: the answer is then false, and the page must be loaded again.
  function patch(was, is, live) {
    if (was.isEqualNode(is)) return true;
    if (was.nodeType !== Node.ELEMENT_NODE) {
      if (live.data !== was.data) return false;
      live.data = is.data;
      return true;
    }
    if (was.matches(RUNS)) return false;
    patchAttributes(was, is, live);
    return patchChildren([...was.childNodes], [...is.childNodes], live);
  }

  function patchChildren(was, is, parent) {
    let live = [...parent.childNodes].filter((node) => !isOurs(node));
    if (live.length !== was.length || live.some((node, n) => node.nodeName !== was[n].nodeName)) return false;
    const same = (n, m) => was.at(n).isEqualNode(is.at(m));
    const shorter = Math.min(was.length, is.length);
    let start = 0;
    while (start < shorter && same(start, start)) start += 1;
    let end = 0;
    while (end < shorter - start && same(-1 - end, -1 - end)) end += 1;
    const next = live[live.length - end] ?? null;
    [was, is, live] = [was, is, live].map((nodes) => nodes.slice(start, nodes.length - end));
    if (was.length === is.length && was.every((node, n) => node.nodeName === is[n].nodeName)) {
      return was.every((node, n) => patch(node, is[n], live[n]));
    }
    return replace(was, is, live, next, parent);
  }

  function replace(was, is, live, next, parent) {
    const isTouched = live.some((node, n) => !node.isEqualNode(was[n]));
    if (isTouched || [...was, ...is].some((node) => node.matches?.(RUNS) || node.querySelector?.(RUNS))) return false;
    for (const node of is) parent.insertBefore(document.importNode(node, true), next);
    for (const node of live) node.remove();
    return true;
  }

  function update(state) {
    if (state.was === undefined) return false;
    const parse = (html) => new DOMParser().parseFromString(html, "text/html").documentElement;
    const [was, is] = [parse(state.was), parse(state.is)];
    if (!patch(was, is, document.documentElement)) return false;
    shows = state.shows;
    document.dispatchEvent(new CustomEvent("broadsheet:updated"));
    return true;
  }

  // The bar comes as HTML with its shadow root in a template, made by the preview: titles in it are
  // escaped.
  function showBar(html) {
    if (html === barShown) return;
    barShown = html;
    document.querySelector(BAR)?.remove();
    const made = new DOMParser().parseFromString(html, "text/html").querySelector(BAR);
    if (!made) return;
    const inside = made.querySelector("template");
    made.attachShadow({ mode: "open" }).append(inside.content);
    inside.remove();
    document.body.append(document.adoptNode(made));
    document.dispatchEvent(new CustomEvent("broadsheet:bar"));
  }

  async function look() {
    const turn = ++latest;
    const query = new URLSearchParams({ page: location.pathname, shows });
    let state;
    try {
      state = await (await fetch(`${LOOK}?${query}`, { cache: "no-store" })).json();
    } catch {
      return; // the preview has ended; livereload.js goes on trying to reach it
    }
    if (turn !== latest) return;
    if (state.shows !== shows && !update(state)) return location.reload();
    show(state.problems);
    showBar(state.bar);
  }

  window.LiveReloadPluginPreview = class {
    static identifier = "preview";
    static version = "1.0";

    reload(path) {
      if (path === LOOK) look();
      else if (path.startsWith(GO)) location.assign(new URLSearchParams(path.slice(GO.length)).get("to"));
      else return false;
      return true;
    }
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") dismiss();
  });
  look();
})();
