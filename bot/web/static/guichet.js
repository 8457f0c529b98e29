// Spares a reload: fetches the wall every two seconds and swaps it when something changed, unless somebody is at work in it.
"use strict";

const wall = document.getElementById("wall");
const PAUSE = 2000;

function isInUse() {
  return wall.querySelector("details[open]") !== null;
}

function signs(root) {
  return Array.from(root.querySelectorAll("article"), (each) => `${each.id}:${each.dataset.revision}`).join(" ");
}

function toTheEnd() {
  wall.querySelectorAll("[role=log]").forEach((log) => { log.scrollTop = log.scrollHeight; });
}

async function look() {
  try {
    const answer = await fetch(wall.dataset.from);
    if (answer.ok && !isInUse()) {
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").body;
      if (signs(fresh) !== signs(wall)) {
        wall.replaceChildren(...fresh.childNodes);
        toTheEnd();
      }
    }
  } catch {
    // The server is away: the next look will tell.
  }
  setTimeout(look, PAUSE);
}

if (wall) {
  toTheEnd();
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
