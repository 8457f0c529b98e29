// On every page: a form is sent once, however often its button is pressed.
"use strict";

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) { return; }
  setTimeout(() => buttonsOf(event.target).forEach((button) => { button.disabled = true; }));
});

// A page that the browser brings back from its memory is ready to send again.
addEventListener("pageshow", (event) => {
  if (event.persisted) { document.querySelectorAll("button:disabled").forEach((button) => { button.disabled = false; }); }
});

function buttonsOf(form) {
  return Array.from(form.querySelectorAll("button:not([name])"));
}
