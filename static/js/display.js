/* The lobby's screen: its clock, the tag by which it asks for news alone, and what is said while nothing is heard. */
import { keepTime } from "./kiosk-time.js";

const LOST_AFTER = 60_000; // one answer that goes astray is no reason to dim a hall

export function watch(now, clock, lost, keepRight) {
  let tag = now.dataset.tag;
  let heardAt = performance.now(); // the time of day may be set while a screen hangs there
  const heard = lost.querySelector("[data-heard]");

  /* The styles and this script by the names of their content: a screen that hangs for months must take an update. */
  const look = () => now.querySelector("[data-look]").dataset.look;
  const cameWith = look();

  const isNews = (answer) => answer.status === 200 && answer.getResponseHeader("ETag") !== null;

  function hear() {
    heardAt = performance.now();
    heard.textContent = clock.textContent;
    say(false);
  }
  function say(isLost) {
    /* Spoken once, when it is shown; not with every failure again. */
    if (lost.hidden === isLost) lost.hidden = !isLost;
    document.body.classList.toggle("lobby-is-lost", isLost);
  }
  /* Waves that came anew go on where the others were. */
  function keepAfloat() {
    for (const wave of now.getAnimations({ subtree: true })) wave.startTime = 0;
  }

  now.addEventListener("htmx:configRequest", ({ detail }) => {
    detail.headers["If-None-Match"] = tag;
  });
  now.addEventListener("htmx:beforeSwap", ({ detail }) => {
    detail.shouldSwap = isNews(detail.xhr);
  });
  now.addEventListener("htmx:afterSwap", ({ detail }) => {
    tag = detail.xhr.getResponseHeader("ETag");
    keepAfloat();
    if (look() !== cameWith) location.reload();
  });
  now.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.xhr.status !== 304 && !isNews(detail.xhr)) return;
    keepRight(Date.parse(detail.xhr.getResponseHeader("Date")));
    hear();
  });
  setInterval(() => {
    if (performance.now() - heardAt > LOST_AFTER) say(true);
  }, 1000);
  hear();
  keepAfloat();
}

const clock = document.querySelector("[data-clock]");
watch(document.querySelector("[data-now]"), clock, document.querySelector("[data-lost]"), keepTime(clock));
