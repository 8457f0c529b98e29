// Hears of news: one stream of server-sent events for all tabs of a person, polling where there cannot be one.
// Not htmx's sse extension: it opens a connection an element and a tab, and a browser has six for a host.
// One tab holds the lock of the address and listens; it tells the others, and when it closes another takes over.
"use strict";

const PAUSE = 2000; // between two looks where nothing streams
const NET = 30000; // a look all the same, should anything have been missed
const SILENCE = 5000; // a stream on which nothing arrives by then does not get through
const AGAIN = 60000; // before another attempt at one
const STREAMS = 3; // of a browser, over all persons: three connections stay free for pages and forms

// Each page of a person hears of everything that concerns them and looks whether it is about what it shows.
let isFollowing = false;

function beginToFollow() {
  const address = document.body.dataset.stream;
  if (isFollowing || !address || !document.querySelector("#wall, #queue, [data-renews]")) { return; }
  isFollowing = true;
  follow(address);
}

beginToFollow();
document.addEventListener("htmx:after:swap", beginToFollow); // the page may be another one by then

// `look` is called at each piece of news, never twice at once.
function onNews(look) {
  let [isLooking, isStale] = [false, false];
  document.addEventListener("news", async () => {
    isStale = true;
    if (isLooking) { return; }
    isLooking = true;
    while (isStale) {
      isStale = false;
      await look();
    }
    isLooking = false;
  });
}

function seen() {
  if (!document.hidden) { document.dispatchEvent(new Event("news")); }
}

function follow(address) {
  document.addEventListener("visibilitychange", seen);
  setInterval(seen, NET);
  if (!navigator.locks || !window.BroadcastChannel || !window.EventSource) {
    poll(seen);
    return;
  }
  const others = new BroadcastChannel(address);
  others.onmessage = seen;
  const tell = () => {
    others.postMessage("");
    seen();
  };
  navigator.locks.request(address, () => forGood(() => lead(address, tell)));
}

// Runs what is given and keeps the lock until the page goes.
function forGood(run) {
  run();
  return new Promise(() => {});
}

async function lead(address, tell) {
  for (let number = 0; number < STREAMS; number += 1) {
    if (await taken(`guichet stream ${number}`)) {
      listen(address, tell);
      return;
    }
  }
  poll(tell);
}

function taken(name) {
  return new Promise((resolve) => {
    navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock && forGood(() => {});
    });
  });
}

function listen(address, tell) {
  const source = new EventSource(address);
  const giveUp = () => {
    source.close();
    const polling = poll(tell);
    setTimeout(() => { clearInterval(polling); listen(address, tell); }, AGAIN);
  };
  let doubt = setTimeout(giveUp, SILENCE);
  source.addEventListener("here", () => { clearTimeout(doubt); doubt = null; });
  source.onmessage = tell;
  source.onerror = () => {
    if (source.readyState === EventSource.CLOSED) { clearTimeout(doubt); giveUp(); } else { doubt ??= setTimeout(giveUp, SILENCE); }
  };
}

function poll(tell) {
  return setInterval(tell, PAUSE);
}
