// The chat without reloads: sends forms in the background, shows at once what was typed, brings in what is new.
// Every answer is a whole page, so the same forms work without a script.
"use strict";

let wall = null;

// The page behind an answer; null when the server is away or has nothing new.
async function pageOf(answer) {
  return answer.status === 200 ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
}

// What is new is brought in; whether there was anything.
async function lookAtWall() {
  try {
    const page = wall?.isConnected && await pageOf(await fetch(`${wall.dataset.from}?since=${wall.dataset.mark}`));
    if (page) { bring(page); }
    return Boolean(page);
  } catch {
    return false; // the server is away: the next look will tell
  }
}

function bring(page) {
  const fresh = page.getElementById("wall");
  if (fresh) { renewAll(wall, fresh); }
}

function say(text, isBad) {
  const said = document.querySelector(".said");
  said.textContent = text;
  said.classList.toggle("error", isBad);
}

// Sending ---------------------------------------------------------------------------------------------------------

function freshNonce() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Shown at once, marked as on its way; the real message takes its place when it comes.
function echo(text, nonce) {
  const article = document.getElementById("echo").content.firstElementChild.cloneNode(true);
  article.querySelector("bdi").textContent = text;
  article.dataset.key = `own:web:${nonce}`;
  const log = logsOf(wall)[0];
  log.querySelector(".empty")?.remove();
  log.append(article);
  toTheEnd(log);
  return article;
}

async function ask(form) {
  const [box, nonce] = [form.elements.text, form.elements.nonce];
  const sent = { text: box.value, nonce: nonce.value, body: new URLSearchParams(new FormData(form)) };
  const shown = echo(sent.text, sent.nonce);
  box.value = "";
  nonce.value = freshNonce();
  keepDraft(box);
  const problem = await sendTo(form.action, sent.body);
  shown.remove();
  if (problem !== null) { giveBack(form, sent, problem); }
}

// Sent again as they are, the words keep their nonce: had they arrived after all, they count once.
function giveBack(form, sent, problem) {
  const [box, nonce] = [form.elements.text, form.elements.nonce];
  if (box.value === "") {
    [box.value, nonce.value] = [sent.text, sent.nonce];
    box.addEventListener("input", () => { nonce.value = freshNonce(); }, { once: true });
  } else {
    box.value = `${sent.text}\n${box.value}`;
  }
  keepDraft(box);
  say(problem, true);
}

async function act(form, submitter) {
  const body = new URLSearchParams(new FormData(form, submitter));
  const goesElsewhere = submitter?.hasAttribute("formaction");
  const shown = form.matches(".chosen") && !goesElsewhere ? echo(body.get("text"), body.get("nonce")) : null;
  const buttons = Array.from(form.querySelectorAll("button"));
  buttons.forEach((button) => { button.disabled = true; });
  const problem = await sendTo(goesElsewhere ? submitter.formAction : form.action, body, form);
  buttons.forEach((button) => { button.disabled = false; });
  shown?.remove();
  if (problem !== null) { say(problem, true); }
}

// Sends, and brings in the page that comes back. What went wrong, in a sentence; null when nothing did.
async function sendTo(address, body, form) {
  const unsent = document.querySelector(".said").dataset.unsent;
  try {
    const answer = await fetch(address, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return answer.ok && page.getElementById("wall") ? accept(page, form) : page.querySelector("h1")?.textContent ?? unsent;
  } catch {
    return unsent;
  }
}

function accept(page, form) {
  const said = page.querySelector(".said");
  say(said.textContent, false);
  if (form && !form.closest("#compose") && !("refused" in said.dataset)) { wipe(form); }
  bring(page);
  if (form?.closest("#compose")) { swapCompose(page); }
  return null;
}

// What was sent is no longer half-typed, so its message may change.
function wipe(form) {
  form.reset();
  form.querySelectorAll("details").forEach((each) => { each.open = false; });
}

function swapCompose(page) {
  const [here, fresh] = [document.getElementById("compose"), page.getElementById("compose")];
  here.replaceChildren(...fresh.childNodes);
  here.querySelector("[data-first], textarea").focus();
  const box = document.getElementById("text");
  if (box) { keepDraft(box); }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!wall?.isConnected || !form.closest("#wall, #compose")) { return; }
  event.preventDefault();
  const asks = form.matches(".ask") && !event.submitter?.hasAttribute("formaction");
  if (asks) { ask(form); } else { act(form, event.submitter); }
}, { capture: true });

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target.id === "text") {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
});

// Words not sent yet outlive a change of language, a reload, a look at another page. ---------------------------------

function draftName() {
  return `guichet ${wall.dataset.from}`;
}

function keepDraft(box) {
  sessionStorage.setItem(draftName(), box.value);
}

document.addEventListener("input", (event) => {
  if (event.target.id === "text" && wall?.isConnected) { keepDraft(event.target); }
});

// Earlier messages come above, and what was being read stays where it is. --------------------------------------------

async function bringEarlier(link) {
  const log = link.closest("section").querySelector("[role=log]");
  const page = await pageOf(await fetch(link.href));
  const [earlier, further] = [page.querySelector("[role=log]"), page.querySelector(".earlier a")];
  const fromTheEnd = log.scrollHeight - log.scrollTop;
  log.prepend(...earlier.querySelectorAll("article"));
  log.scrollTop = log.scrollHeight - fromTheEnd;
  if (further) { link.href = further.href; } else { link.parentElement.remove(); log.focus({ preventScroll: true }); }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#wall .earlier a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
  event.preventDefault();
  bringEarlier(link).catch(() => { location.assign(link.href); });
});

// The page may have come by itself or been fetched by a link of another one. -----------------------------------------

function arrive() {
  const found = document.getElementById("wall");
  if (!found || found === wall) { return; }
  wall = found;
  logsOf(wall).forEach(toTheEnd);
  const box = document.getElementById("text");
  if (box && box.value === "") { box.value = sessionStorage.getItem(draftName()) ?? ""; }
}

arrive();
onNews(lookAtWall);
document.addEventListener("htmx:after:swap", arrive);
