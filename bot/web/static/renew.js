// A page that is read and rarely written in, such as a request's own: its parts are replaced by newer ones at news.
// Half-typed words, open forms and the focus stay; a part with words for a form that is gone waits until they are sent.
"use strict";

(() => {
  const here = () => document.querySelector("#main [data-renews]");

  function say(text) {
    const said = document.getElementById("said");
    if (said && text) { said.textContent = text; }
  }

  function warn(part, text) {
    if (part.querySelector(".changed")) { return; }
    const note = document.createElement("p");
    note.className = "changed late";
    note.textContent = text;
    part.append(note);
    say(text);
  }

  // Whether the part is as the newer page has it.
  function renewPart(part, fresh, page) {
    if (!canGive(part, fresh)) {
      warn(part, page.dataset.changed);
      return false;
    }
    replace(part, fresh);
    htmx.process(fresh);
    return true;
  }

  function bringIn(fresh) {
    const page = here();
    const other = fresh.querySelector("#main [data-renews]");
    if (!other) { return; }
    const [parts, newer] = [Array.from(page.children), Array.from(other.children)];
    const isWhole = parts.length === newer.length
      ? parts.map((part, place) => renewPart(part, newer[place], page)).every(Boolean)
      : renewPart(page, other, page);
    document.title = fresh.title;
    if (!isWhole) { page.dataset.mark = ""; return; }
    here().dataset.mark = other.dataset.mark;
    say(page.dataset.renewed);
  }

  onNews(async () => {
    const page = here();
    if (!page) { return false; }
    try {
      const mark = page.dataset.mark; // empty while something is kept back: that it comes again is nothing new
      const fresh = await pageOf(await fetch(page.dataset.renews, { headers: { "if-none-match": mark } }));
      if (fresh && page.isConnected) { bringIn(fresh); }
      return Boolean(fresh && mark);
    } catch {
      return false; // the server is away: the next look will tell
    }
  });
})();
