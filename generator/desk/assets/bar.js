// Remembers, for this window, that the bar was folded away; says in it when nobody sends this page any
// more; and keeps what the keyboard comes to from standing behind it.
"use strict";

(() => {
  const FOLDED = "broadsheet-bar-folded";

  function setUp() {
    const bar = document.querySelector("broadsheet-bar");
    const button = bar?.shadowRoot?.querySelector("button");
    if (!button) return; // an old browser, which shows no bar
    const row = bar.shadowRoot.getElementById("row");

    function fold(isFolded) {
      row.hidden = isFolded;
      button.setAttribute("aria-expanded", String(!isFolded));
    }

    button.addEventListener("click", () => {
      const isFolded = !row.hidden;
      fold(isFolded);
      sessionStorage.setItem(FOLDED, isFolded ? "yes" : "no");
    });
    fold(sessionStorage.getItem(FOLDED) === "yes");
    button.hidden = false;
  }

  // What livereload.js says of its connection.
  function sayEnded(hasEnded) {
    const note = document.querySelector("broadsheet-bar")?.shadowRoot?.getElementById("ended");
    if (note) note.hidden = !hasEnded;
  }

  document.addEventListener("LiveReloadDisconnect", () => sayEnded(true));
  document.addEventListener("LiveReloadConnect", () => sayEnded(false));
  setUp();
  document.addEventListener("broadsheet:bar", setUp); // the preview has put another in its place
  document.documentElement.style.scrollPaddingBlockEnd = "3.5rem";
})();
