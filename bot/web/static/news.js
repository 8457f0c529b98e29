// Hears of news: one stream of server-sent events for all tabs of a person, looks at intervals where there is none.
// Not htmx's sse extension: it opens a connection an element and a tab, and a browser has six for a host.
// One tab holds the lock of the address and listens; it tells the others, and when it closes another takes over.
"use strict";

const SOON = 2000; // before the next look where nothing streams, just after something happened
const SLOWER = 1.5; // times as long after each look that found nothing, or no server
const NET = 30000; // at the most, and with a stream, should anything have been missed
const SILENCE = 5000; // a stream on which nothing arrives by then does not get through
const AGAIN = 60000; // before another attempt at one
const STREAMS = 3; // of a browser, over all persons: three connections stay free for pages and forms

const lookers = [];

// Each page of a person hears of everything that concerns them and looks whether it is about what it shows.
// `look` says whether it found anything new; it is never called twice at once.
function onNews(look) {
  lookers.push(look);
}

// Tabs that were opened together, or lost the same server, do not all come at once.
function about(pause) {
  return pause * (0.75 + Math.random() / 2);
}

// Looks, by itself and when it is told to, for as long as somebody sees the tab. --------------------------------------

const pace = { isFed: false, pause: SOON, timer: null, isLooking: false, isStale: false };

async function lookNow() {
  pace.isStale = true;
  if (pace.isLooking || document.hidden) { return; }
  pace.isLooking = true;
  while (pace.isStale) {
    pace.isStale = false;
    const found = await Promise.allSettled(lookers.map((look) => look())); // one that fails must not end them all
    pace.pause = found.some(({ value }) => value) ? SOON : Math.min(pace.pause * SLOWER, NET);
  }
  pace.isLooking = false;
  planLook();
}

function planLook() {
  clearTimeout(pace.timer);
  if (!document.hidden) { pace.timer = setTimeout(lookNow, about(pace.isFed ? NET : pace.pause)); }
}

// Somebody is there and at work: what comes of it comes soon.
function quicken() {
  pace.pause = SOON;
  if (!pace.isLooking) { planLook(); }
}

function feed(isFed) {
  if (isFed === pace.isFed) { return; }
  pace.isFed = isFed;
  quicken();
}

// Between tabs: something changed; a stream is there, or none; somebody would like to know which. ---------------------

function follow(address) {
  const canShare = navigator.locks && window.BroadcastChannel && window.EventSource;
  const others = canShare && new BroadcastChannel(address);
  const ask = () => { if (!pace.isFed) { others?.postMessage("asked"); } };
  document.addEventListener("submit", quicken, { capture: true });
  document.addEventListener("visibilitychange", () => {
    quicken();
    if (!document.hidden) { lookNow(); ask(); }
  });
  planLook();
  if (!canShare) { return; }
  others.onmessage = ({ data }) => {
    if (data === "news") { lookNow(); }
    if (data === "fed" || data === "unfed") { feed(data === "fed"); }
  };
  ask();
  navigator.locks.request(address, () => forGood(() => lead(address, others)));
}

// Runs what is given and keeps the lock until the page goes.
function forGood(run) {
  run();
  return new Promise(() => {});
}

async function lead(address, others) {
  for (let number = 0; number < STREAMS; number += 1) {
    if (await taken(`guichet stream ${number}`)) {
      listen(address, others);
      return;
    }
  }
  setTimeout(lead, about(AGAIN), address, others);
}

function taken(name) {
  return new Promise((resolve) => {
    navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock && forGood(() => {});
    });
  });
}

// One stream after the other, and what the other tabs want to know of it.
function listen(address, others) {
  let [source, doubt, again] = [null, null, null];
  const tell = (word) => {
    others.postMessage(word);
    if (word === "news") { lookNow(); } else { feed(word === "fed"); }
  };
  const trust = () => { clearTimeout(doubt); doubt = null; };
  const giveUp = () => {
    trust();
    source.close();
    source = null;
    tell("unfed");
    again = setTimeout(attempt, about(AGAIN));
  };
  const doubtIt = () => { doubt ??= setTimeout(giveUp, SILENCE); };
  function attempt() {
    clearTimeout(again);
    source = new EventSource(address);
    doubtIt();
    source.addEventListener("here", () => { trust(); tell("fed"); });
    source.onmessage = () => tell("news");
    source.onerror = () => {
      if (source?.readyState === EventSource.CLOSED) { giveUp(); } else { doubtIt(); }
    };
  }
  const anew = () => { if (!source) { attempt(); } };
  others.addEventListener("message", ({ data }) => {
    if (data !== "asked") { return; }
    if (pace.isFed) { others.postMessage("fed"); } else { anew(); }
  });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { anew(); } });
  attempt();
}

// A page that has something to follow may come by itself or by a link of another one. ---------------------------------

let isFollowing = false;

function beginToFollow() {
  const address = document.body.dataset.stream;
  if (isFollowing || !address || !document.querySelector("#wall, #queue, [data-renews]")) { return; }
  isFollowing = true;
  follow(address);
}

beginToFollow();
document.addEventListener("htmx:after:swap", beginToFollow);
