// The queue: looks for news by itself, carries out forms without losing what is half typed in others, and is used by
// keyboard. Everything here also works without it, by ordinary links and forms.
"use strict";

(() => {
  const EDITABLE = "input, textarea, select, [contenteditable]";

  const queue = () => document.getElementById("queue");
  const tasks = () => Array.from(document.querySelectorAll("#queue li"));
  const taskOf = (element) => element?.closest?.("#queue li") ?? null;
  const words = (task) => Array.from(task.querySelectorAll("textarea, input:not([type=hidden]), select"));
  const isAtWork = (task) => words(task).some((field) => field.value !== "" || field === document.activeElement);

  function say(text) {
    const said = document.getElementById("said");
    if (!said || !text) { return; }
    said.textContent = "";
    setTimeout(() => { said.textContent = text; }, 50); // the same words again are said again
  }

  // The task as it is now takes the place of the one shown; half-typed words stay until they are sent or wiped.
  function shown(task, fresh, acted) {
    if (!task) { return fresh; }
    if (task.id !== acted && task.dataset.revision === fresh.dataset.revision) { return task; }
    if (task.id !== acted && isAtWork(task)) {
      warn(task);
      return task;
    }
    const had = task.contains(document.activeElement);
    task.replaceWith(fresh);
    if (had) { fresh.querySelector("article").focus({ preventScroll: true }); }
    return fresh;
  }

  function warn(task) {
    if (task.querySelector(".changed")) { return; }
    const note = document.createElement("p");
    note.className = "changed late";
    note.textContent = queue().dataset.changed;
    task.querySelector("article").append(note);
    say(note.textContent);
  }

  function order(list, wanted) {
    let last = null;
    for (const task of wanted) {
      const there = last ? last.nextElementSibling : list.firstElementChild;
      if (there !== task && !(task.isConnected && task.contains(document.activeElement))) {
        if (last) { last.after(task); } else { list.prepend(task); }
      }
      last = task;
    }
  }

  function renewList(list, fresh, acted) {
    const wanted = Array.from(fresh.children, (each) => shown(document.getElementById(each.id), each, acted));
    for (const task of Array.from(list.children)) {
      if (wanted.includes(task)) { continue; }
      if (task.id !== acted && isAtWork(task)) { warn(task); } else { task.remove(); }
    }
    order(list, wanted);
  }

  function renew(fresh, acted = "") {
    const before = new Set(tasks().map((task) => task.id));
    for (const section of queue().querySelectorAll("section")) {
      const other = fresh.querySelector(`#${section.id}`);
      if (!other) { return; }
      section.hidden = other.hidden;
      section.querySelector("h2").textContent = other.querySelector("h2").textContent;
      section.querySelector(".empty").hidden = other.querySelector(".empty").hidden;
      renewList(section.querySelector("ol"), other.querySelector("ol"), acted);
      const [more, fewer] = [section.querySelector(".more"), other.querySelector(".more")];
      if (more && fewer) { more.replaceWith(fewer); }
      if (other.dataset.count !== undefined) {
        titled(Number(other.dataset.count));
        section.dataset.mark = other.dataset.mark;
      }
    }
    const arrived = tasks().filter((task) => !before.has(task.id)).map((task) => task.id.replace("t-", ""));
    return before.size || acted ? arrived : [];
  }

  function titled(count) {
    const name = document.title.replace(/^\(\d+\) /, "");
    document.title = count ? `(${count}) ${name}` : name;
  }

  async function look() {
    if (!queue()) { return false; }
    try {
      const isStale = queue().querySelector(".changed") !== null; // what was kept back has to come once it may
      const mark = isStale ? "" : document.getElementById("owed").dataset.mark;
      const answer = await fetch(queue().dataset.from, { headers: { "if-none-match": mark } });
      const isOther = answer.status === 200;
      if (isOther) { heard(renew(read(await answer.text()))); }
      return isOther && !isStale;
    } catch {
      return false; // the server is away: the next look will tell
    }
  }

  function heard(arrived) {
    if (arrived?.length) { say(queue().dataset.arrived.replace("REF", arrived.join(", "))); }
  }

  const read = (text) => new DOMParser().parseFromString(text, "text/html");

  async function send(form) {
    const task = taskOf(form);
    const place = tasks().indexOf(task);
    let page;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      page = read(await answer.text());
    } catch {
      form.submit(); // the browser says it in its own words
      return;
    }
    form.querySelectorAll("button").forEach((button) => { button.disabled = false; });
    if (!page.getElementById("queue")) { // not recorded, say: the words stay
      say(page.querySelector("h1")?.textContent);
      return;
    }
    renew(page.getElementById("queue"), task.id);
    say(page.getElementById("said").textContent);
    focusAfter(task.id, place);
  }

  // Where the eyes are: what has to be mended, the same request, the one in its place, else the heading.
  function focusAfter(id, place) {
    const same = document.getElementById(id);
    const wrong = same?.querySelector("[aria-invalid=true]");
    const next = same ?? tasks()[Math.min(place, tasks().length - 1)];
    (wrong ?? next?.querySelector("article") ?? document.querySelector("h1")).focus();
  }

  document.addEventListener("submit", (event) => {
    if (!taskOf(event.target)) { return; }
    event.preventDefault();
    send(event.target);
  });

  // The keyboard.

  const letters = () => document.getElementById("letters");
  const isTyping = (target) => target.matches?.(EDITABLE) && target.type !== "checkbox";

  function step(by) {
    const all = tasks();
    const here = all.indexOf(taskOf(document.activeElement));
    const next = all[here === -1 ? (by > 0 ? 0 : all.length - 1) : here + by];
    next?.querySelector("article").focus();
    next?.scrollIntoView({ block: "nearest" });
  }

  function use(key) {
    const scope = taskOf(document.activeElement) ?? document.getElementById("keys");
    const chosen = Array.from(scope?.querySelectorAll("[data-key]") ?? []).find((each) => each.dataset.key === key)
      ?? (key === "?" ? document.querySelector("#keys [data-key]") : null);
    if (!chosen) { return false; }
    chosen.click();
    const details = chosen.closest("details");
    if (details?.open) { words(details)[0]?.focus(); } else { chosen.focus(); }
    return true;
  }

  function leave() {
    const details = document.activeElement.closest("#queue details[open]");
    if (!details) { return false; }
    details.open = false;
    taskOf(details).querySelector("article").focus();
    return true;
  }

  function isDone(event) {
    const { key, target } = event;
    if (key === "Escape") { return leave(); }
    if (isTyping(target) || event.ctrlKey || event.metaKey || event.altKey) { return false; }
    const onTask = target.matches?.("#queue article");
    if (key === "Enter" && onTask) { target.querySelector("a.open").click(); return true; }
    if (onTask && (key === "ArrowDown" || key === "ArrowUp")) { step(key === "ArrowDown" ? 1 : -1); return true; }
    if (letters() && !letters().checked && key !== "?") { return false; }
    if (key === "j" || key === "k") { step(key === "j" ? 1 : -1); return true; }
    return key.length === 1 && use(key);
  }

  document.addEventListener("keydown", (event) => {
    const done = queue() ? isDone(event) : document.getElementById("board") && isFound(event);
    if (done) { event.preventDefault(); }
  });

  // The reception board: from the field to what was found and back, without a mouse.

  const field = () => document.getElementById("board-q");
  const hits = () => Array.from(document.querySelectorAll("#found article"));

  // Whoever is there is called; for anybody else a message is taken.
  function choose(hit) {
    const call = hit.classList.contains("there") && hit.querySelector("a[href^='tel:']");
    const slip = hit.querySelector("summary");
    if (call) { call.click(); call.focus(); return; }
    hit.querySelector("details").open = true;
    slip.parentElement.querySelector("input").focus();
  }

  function isFound(event) {
    const { key, target } = event;
    const all = hits();
    if (key === "Escape") { field().focus(); field().select(); return true; }
    if (target === field()) {
      if (key !== "ArrowDown" && key !== "Enter") { return false; }
      const isCurrent = document.getElementById("found").dataset.q === field().value;
      if (all.length && isCurrent) { all[0].focus(); }
      return all.length > 0 && isCurrent;
    }
    const here = all.indexOf(target);
    if (here === -1) { return false; }
    if (key === "Enter") { choose(target); return true; }
    if (key !== "ArrowDown" && key !== "ArrowUp") { return false; }
    (all[here + (key === "ArrowDown" ? 1 : -1)] ?? (key === "ArrowUp" ? field() : target)).focus();
    return true;
  }

  // Who speaks to their machine or is easily mistyped can do without letters; the browser remembers it.
  document.addEventListener("change", (event) => {
    if (event.target.id === "letters") { localStorage.setItem("letters", event.target.checked ? "on" : "off"); }
  });

  function remember() {
    if (letters()) { letters().checked = localStorage.getItem("letters") !== "off"; }
  }

  // A page brought in after a form: what has to be mended, else the heading, when what had the focus is gone.
  document.addEventListener("htmx:after:swap", () => {
    remember();
    if (document.activeElement !== document.body) { return; }
    const heading = document.querySelector("#main h1");
    if (heading) { heading.tabIndex = -1; }
    (document.querySelector("#main [aria-invalid=true]") ?? heading)?.focus();
  });

  remember();
  onNews(look);
})();
