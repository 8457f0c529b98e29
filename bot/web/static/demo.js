// Spares a reload: the tour's panel looks every two seconds whether its step is done; the bar comes back to where one is.
"use strict";

const TOUR_PAUSE = 2000;

function herePath() {
  return location.pathname + location.search;
}

async function lookAtTour() {
  const panel = document.getElementById("tour");
  if (!panel || !panel.dataset.state) { return; }
  if (document.hidden) { setTimeout(lookAtTour, TOUR_PAUSE); return; }
  try {
    const answer = await fetch(`${panel.dataset.from}?here=${encodeURIComponent(herePath())}`);
    const fresh = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("tour");
    if (fresh && fresh.dataset.state !== panel.dataset.state) {
      const held = panel.contains(document.activeElement);
      panel.replaceWith(fresh);
      if (held) { fresh.querySelector("button, a")?.focus({ preventScroll: true }); }
    }
  } catch {
    // the server is away: the next look will tell
  }
  setTimeout(lookAtTour, TOUR_PAUSE);
}

setTimeout(lookAtTour, TOUR_PAUSE);

document.addEventListener("submit", (event) => {
  const back = event.target.querySelector("input[name=back]");
  if (back && !event.target.closest("main")) { back.value = herePath(); }
});
