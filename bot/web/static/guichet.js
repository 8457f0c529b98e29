// Spares a reload: fetches the wall every two seconds and brings in what is new, message by message.
// What somebody is at work in keeps its words, its open form, its focus and its place.
"use strict";

const wall = document.getElementById("wall");
const PAUSE = 2000;
const NEAR_THE_END = 60; // pixels: whoever reads the newest wants to see the next

function fieldsOf(root) {
  return Array.from(root.querySelectorAll("textarea, select, input:not([type=hidden])"));
}

function nameOf(form) {
  const value = (field) => form.querySelector(`input[type=hidden][name=${field}]`)?.value ?? "";
  return `${value("verb")} ${value("choice")}`;
}

function twinOf(form, article) {
  return Array.from(article.querySelectorAll("form")).find((other) => nameOf(other) === nameOf(form));
}

function hasWords(root) {
  return fieldsOf(root).some((field) => field.value !== "");
}

// Words for a form that is no longer there would be lost: such a message waits until they are sent or wiped.
function canGive(article, fresh) {
  return Array.from(article.querySelectorAll("form")).every((form) => !hasWords(form) || twinOf(form, fresh));
}

function carryWords(article, fresh) {
  for (const form of article.querySelectorAll("form")) {
    const twin = twinOf(form, fresh);
    if (!twin) { continue; }
    const [open, opened] = [form.querySelector("details"), twin.querySelector("details")];
    if (open && opened) { opened.open = open.open; }
    for (const field of fieldsOf(form)) {
      const same = fieldsOf(twin).find((other) => other.name === field.name);
      if (same) { same.value = field.value; }
    }
  }
}

// How to find again what has the focus: its form, and what it is there; null when it is elsewhere.
function focusIn(article) {
  const held = document.activeElement;
  if (!article.contains(held)) { return null; }
  return { form: held.form ?? held.closest("form"), tag: held.tagName, name: held.name ?? "", caret: held.selectionStart };
}

function giveFocus(focus, article) {
  const form = focus.form && twinOf(focus.form, article);
  const candidates = form ? Array.from(form.querySelectorAll(focus.tag)) : [];
  const same = candidates.find((other) => (other.name ?? "") === focus.name);
  if (!same) { article.tabIndex = -1; }
  (same ?? article).focus({ preventScroll: true });
  if (same && typeof focus.caret === "number") { same.setSelectionRange(focus.caret, focus.caret); }
}

function replace(article, fresh) {
  const focus = focusIn(article);
  carryWords(article, fresh);
  article.replaceWith(fresh);
  if (focus) { giveFocus(focus, fresh); }
}

function renew(log, fresh) {
  const wasAtTheEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_THE_END;
  const wanted = Array.from(fresh.children);
  const names = new Set(wanted.map((each) => each.id));
  for (const each of Array.from(log.children)) {
    if (!names.has(each.id) && !hasWords(each)) { each.remove(); }
  }
  let last = null;
  for (const each of wanted) {
    const mine = Array.from(log.children).find((child) => child.id === each.id);
    if (!mine) {
      if (last) { last.after(each); } else { log.prepend(each); }
      last = each;
    } else if (mine.dataset.revision !== each.dataset.revision && canGive(mine, each)) {
      replace(mine, each);
      last = each;
    } else {
      last = mine;
    }
  }
  if (wasAtTheEnd) { toTheEnd(log); }
}

function toTheEnd(log) {
  log.scrollTop = log.scrollHeight;
}

function logsOf(root) {
  return Array.from(root.querySelectorAll("[role=log]"));
}

function titlesOf(root) {
  return Array.from(root.querySelectorAll("h2"), (each) => each.textContent).join("\n");
}

function renewAll(fresh) {
  if (titlesOf(fresh) === titlesOf(wall)) {
    const others = logsOf(fresh);
    logsOf(wall).forEach((log, number) => renew(log, others[number]));
  } else if (!hasWords(wall)) {
    wall.replaceChildren(...fresh.childNodes);
    logsOf(wall).forEach(toTheEnd);
  }
}

// The wall as it is now; null while the server is away: the next look will tell.
async function fetched() {
  try {
    const answer = await fetch(wall.dataset.from);
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html").body : null;
  } catch {
    return null;
  }
}

async function look() {
  const fresh = await fetched();
  setTimeout(look, PAUSE);
  if (fresh) { renewAll(fresh); }
}

if (wall) {
  logsOf(wall).forEach(toTheEnd);
  setTimeout(look, PAUSE);
}

document.addEventListener("submit", (event) => {
  event.target.querySelectorAll("button:not([name])").forEach((button) => { button.disabled = true; });
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && event.target.id === "text") {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
});
