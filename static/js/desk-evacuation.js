/* The evacuation list: ticks are shown at once, written down here and only then handed in; others' ticks come by themselves. */
import { desk, snapshot } from "./desk-snapshot.js";
import { handIn, isSignIn, keep, SignedOut, waiting } from "./desk-ticks.js";
import { newKey } from "./new-key.js";

const LONGEST_PRESS = 5_000;
const language = document.documentElement.lang;
const shown = new Intl.NumberFormat(language);
const place = document.querySelector("[data-roll]");
const lost = document.querySelector("[data-lost]");
const signedOut = document.querySelector("[data-signed-out]");
const clock = new Intl.DateTimeFormat(language, { timeZone: place.dataset.zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
let pending = [];
let tag = null;
let round = null;
let isAskedAgain = false;
let hasLooked = false;
let isPressed = false;

const roll = () => place.querySelector(".roll");
const entryOf = (visit) => place.querySelector(`[data-visit="${visit}"]`);

/* What waits is handed in before anything is looked at, and nothing by another page in between, where the browser has
 * locks: a list never holds a tick that this page still counts itself. */
async function goRound() {
  try {
    await handIn(desk, (hasHandedIn) => {
      // What was handed in has to be shown as the server counted it.
      if (hasHandedIn) tag = null;
      return look();
    });
    hear(true);
  } catch (error) {
    hear(false, error instanceof SignedOut);
  }
}

function now() {
  if (round) isAskedAgain = true;
  round ??= goRound().finally(() => {
    round = null;
    if (isAskedAgain) now();
    isAskedAgain = false;
  });
}

async function look() {
  // What this page still adds by itself is not what the tag was given for.
  const isAsShown = tag && !pending.length;
  const answer = await fetch(place.dataset.now, {
    headers: isAsShown ? { "If-None-Match": tag } : {},
    cache: "no-store",
    signal: AbortSignal.timeout?.(8000),
  });
  if (isSignIn(answer)) throw new SignedOut();
  if (answer.status === 304) return say(answer);
  if (answer.status !== 200 || !answer.headers.get("ETag")) throw new Error(answer.status);
  const html = await answer.text();
  await release();
  const left = await waiting(desk.site);
  tag = answer.headers.get("ETag");
  pending = left;
  show(html);
  say(answer);
  if (hasLooked) snapshot(); // as it comes, the page has just been kept
  hasLooked = true;
}

/* A list that came anew under a finger or a mouse would take the press with it. */
function release() {
  if (!isPressed || document.hidden) return null;
  return new Promise((go) => {
    setTimeout(go, LONGEST_PRESS);
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(go), { once: true });
  });
}

/* Since when this holds, by the server's clock. */
function say(answer) {
  const time = clock.format(new Date(answer.headers.get("Last-Modified")));
  for (const part of document.querySelectorAll("[data-heard]")) part.textContent = time;
}

function hear(isHeard, isSignedOut = false) {
  signedOut.hidden = !isSignedOut;
  /* Spoken once, when it is shown. */
  if (lost.hidden !== (isHeard || isSignedOut)) lost.hidden = isHeard || isSignedOut;
}

function show(html) {
  const had = document.activeElement;
  const ways = place.contains(had) ? waysTo(had) : [];
  const isNarrow = place.querySelector("#only-missing")?.checked;
  place.innerHTML = html;
  const only = place.querySelector("#only-missing");
  if (only && isNarrow) only.checked = true;
  overlay();
  const found = ways.map((way) => place.querySelector(`:is(${way}):not(:disabled)`));
  found.find((part) => part && (part.checkVisibility?.() ?? true))?.focus({ preventScroll: true });
}

/* Where the keyboard goes in another list: to the same again, else near it, else to what comes first. */
function waysTo(part) {
  const entry = part.closest("[data-visit]")?.id;
  const near = entry ? [`#${entry} [data-more="${part.dataset.more}"]`, `#${entry} [data-more]`] : [];
  const same = part.id ? `#${part.id}` : `a[href="${part.getAttribute("href")}"]`;
  return [...near, same, ".roll-begin, .roll-state a"];
}

/* The server's list with what waits here. */
function overlay() {
  const begun = pending.find((row) => !row.visit);
  if (begun && !roll().dataset.key) run(begun.key);
  for (const row of pending) if (row.visit) add(row.visit, row.persons);
  countWaiting();
}

function countWaiting() {
  const ticks = pending.filter((row) => row.visit).length;
  document.querySelector("[data-waiting]").textContent = shown.format(ticks);
  document.querySelector("[data-waiting-words]").hidden = !ticks;
}

function run(key) {
  roll().dataset.key = key;
  roll().classList.add("roll-runs");
}

/* As the server adds: never below nobody, never above all. */
function add(visit, persons) {
  const entry = entryOf(visit);
  if (!entry) return;
  const all = Number(entry.dataset.persons);
  paint(entry, Math.min(Math.max(Number(entry.dataset.seen) + persons, 0), all), all);
  addUp();
}

function paint(entry, seen, all) {
  entry.dataset.seen = seen;
  entry.classList.toggle("is-complete", missingOf(entry) === 0 && !entry.querySelector(".roll-doubt"));
  const count = entry.querySelector("[data-count]");
  if (count) count.textContent = shown.format(seen);
  for (const button of entry.querySelectorAll("[data-more]")) {
    if (button.dataset.more === "toggle") button.setAttribute("aria-pressed", String(seen > 0));
    else disable(button, button.dataset.more !== "0" && !fits(button.dataset.more, seen, all));
  }
}

/* A button that is disabled under somebody's finger must not take their keyboard with it. */
function disable(button, isDisabled) {
  const had = document.activeElement === button;
  button.disabled = isDisabled;
  if (had && isDisabled) button.parentElement.querySelector("[data-more]:not(:disabled)")?.focus({ preventScroll: true });
}

function fits(more, seen, all) {
  return more === "all" ? seen < all : seen + Number(more) >= 0 && seen + Number(more) <= all;
}

/* Who was seen and who left may be the same people. */
const missingOf = ({ dataset }) => dataset.persons - Math.max(dataset.seen, dataset.left);

function addUp() {
  for (const part of [roll(), ...place.querySelectorAll(".roll-room")]) {
    const entries = [...part.querySelectorAll("[data-visit]")];
    const sum = (of) => shown.format(entries.reduce((total, entry) => total + of(entry), 0));
    const put = (name, text) => {
      const found = part.querySelector(`[data-sum="${name}"]`);
      if (found) found.textContent = text;
    };
    put("missing", sum(missingOf));
    if (part === roll()) put("seen", sum(({ dataset }) => Number(dataset.seen)));
  }
}

async function press(button) {
  const entry = button.closest("[data-visit]");
  const seen = Number(entry.dataset.seen);
  const { more } = button.dataset;
  const whole = { toggle: seen ? -seen : 1, all: entry.dataset.persons - seen };
  await write({ visit: Number(entry.dataset.visit), persons: whole[more] ?? Number(more), before: seen });
}

async function write(said) {
  const row = { id: newKey(), site: desk.site, key: roll().dataset.key, at: Date.now(), ...said };
  pending.push(row);
  if (row.visit) add(row.visit, row.persons);
  await keep(row);
  countWaiting(); // what is said to wait here outlives the page
  now();
}

async function start() {
  if (roll().dataset.key) return;
  const key = newKey();
  run(key);
  await write({ id: key, key });
}

document.querySelector("[data-look]").hidden = true;
document.querySelector("#ticks").addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.submitter) press(event.submitter);
});
document.querySelector("#begin").addEventListener("submit", (event) => {
  event.preventDefault();
  start();
});
place.addEventListener("pointerdown", () => (isPressed = true));
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => (isPressed = false));
document.addEventListener("visibilitychange", () => document.hidden || now());
addEventListener("online", now);
/* A server that is slow is not asked again before it has answered. */
setInterval(() => round || now(), Number(place.dataset.every) * 1000);
pending = await waiting(desk.site);
overlay();
now();
