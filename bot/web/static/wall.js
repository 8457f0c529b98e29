// Brings the conversations of a newer page into this one, message by message.
// What somebody is at work in keeps its words, its open form, its focus and its place; words for a form that is no
// longer there are never wiped out. That last rule is why this is ours: a morph gives the new page precedence.
"use strict";

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
  const form = held.form ?? held.closest("form");
  return { form, tag: held.tagName, name: held.name ?? "", href: held.getAttribute("href"), caret: held.selectionStart };
}

function giveFocus(focus, article) {
  const place = focus.form ? twinOf(focus.form, article) : article;
  const candidates = place ? Array.from(place.querySelectorAll(focus.tag)) : [];
  const same = candidates.find((other) => (other.name ?? "") === focus.name && other.getAttribute("href") === focus.href);
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

function numberOf(article) {
  return Number(article.id.slice(1)) || 0;
}

// What the newer page no longer shows goes, unless it holds words, is on its way, or came before what the page shows.
function clear(log, wanted) {
  const names = new Set(wanted.map((each) => each.id));
  const first = wanted.length ? numberOf(wanted[0]) : 0;
  for (const each of Array.from(log.children)) {
    const stays = names.has(each.id) || hasWords(each) || each.matches(".pending");
    if (!stays && (!each.id || numberOf(each) >= first)) { each.remove(); }
  }
}

// Where a message stands already: under its number, or as what was just typed and is on its way.
function placeOf(each, log) {
  const here = Array.from(log.children);
  return here.find((child) => child.id === each.id)
    ?? here.find((child) => child.matches(".pending") && child.dataset.key === each.dataset.key);
}

function renew(log, fresh) {
  const wasAtTheEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_THE_END;
  const wanted = Array.from(fresh.children);
  clear(log, wanted);
  let last = Array.from(log.children).filter((each) => each.id && numberOf(each) < numberOf(wanted[0] ?? each)).at(-1);
  for (const each of wanted) {
    const mine = placeOf(each, log);
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
  log.querySelectorAll(".pending").forEach((each) => log.append(each));
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

function renewAll(wall, fresh) {
  if (titlesOf(fresh) === titlesOf(wall)) {
    const others = logsOf(fresh);
    logsOf(wall).forEach((log, number) => renew(log, others[number]));
  } else if (!hasWords(wall)) {
    wall.replaceChildren(...fresh.childNodes);
    logsOf(wall).forEach(toTheEnd);
  }
  wall.dataset.mark = fresh.dataset.mark;
}
