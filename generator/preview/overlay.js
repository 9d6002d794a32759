// Shows what is wrong over the last good page, and takes it away when it is mended. Runs before
// livereload.js, which takes up every global whose name starts with "LiveReloadPlugin".
// Whatever comes from the site is put in as text, never as HTML.
"use strict";

(() => {
  const LOOK = "/_preview/state.json";
  const shown = new URL(document.currentScript.src).searchParams.get("build");
  const STYLE = `
    :host { all: initial; }
    section {
      position: fixed; inset: 0; z-index: 2147483647; overflow: auto; box-sizing: border-box;
      padding: 5vh max(1rem, 50vw - 28rem); background: rgb(20 20 24 / 96%);
      color: #f4f4f5; font: 16px/1.5 system-ui, sans-serif;
    }
    header { display: flex; gap: 1rem; align-items: baseline; justify-content: space-between; }
    h1 { margin: 0; font-size: 1.25rem; }
    button {
      padding: .3rem .8rem; border: 1px solid #a1a1aa; border-radius: 4px;
      background: none; color: inherit; font: inherit; cursor: pointer;
    }
    ol { margin: 1.5rem 0 0; padding: 0; list-style: none; }
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
  let overlay = null;
  let latest = 0;

  function element(name, text, className) {
    const made = document.createElement(name);
    made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function item(problem) {
    const made = element("li", "", problem.severity);
    made.append(element("div", problem.place, "place"), element("p", problem.message));
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

  function show(problems) {
    hide();
    const panel = element("section", "");
    const count = problems.length === 1 ? "One problem" : `${problems.length} problems`;
    const button = element("button", "Hide");
    button.addEventListener("click", hide);
    const header = element("header", "");
    header.append(element("h1", `${count} to mend`), button);
    const list = element("ol", "");
    list.append(...problems.map(item));
    panel.append(header, list);
    panel.setAttribute("role", "alert");
    overlay = element("broadsheet-problems", "");
    overlay.attachShadow({ mode: "open" }).append(element("style", STYLE), panel);
    document.documentElement.append(overlay);
  }

  async function look() {
    const turn = ++latest;
    let state;
    try {
      state = await (await fetch(LOOK, { cache: "no-store" })).json();
    } catch {
      return; // the preview has ended; livereload.js goes on trying to reach it
    }
    if (turn !== latest) return;
    if (state.build !== shown) location.reload();
    else if (state.problems.length) show(state.problems);
    else hide();
  }

  window.LiveReloadPluginProblems = class {
    static identifier = "problems";
    static version = "1.0";

    reload(path) {
      if (path !== LOOK) return false;
      look();
      return true;
    }
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  look();
})();
