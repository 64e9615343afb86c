/* The kiosk's worker: a second, small server for the same addresses, on the tablet itself. */
import { askForSync, isIn, state, tell, tick } from "./contact.js";
import { answer } from "./answers.js";
import { leaveKiosk } from "./leave_kiosk.js";
import * as shells from "./shell.js";
import { waiting } from "./store.js";

const KIOSK = /^(\/en)?\/kiosk\//;
const SIGN_IN = /^(\/en)?\/login\/$/, PAIRING = /^(\/en)?\/kiosk\/pair\/$/;
// The server's own: pieces for scripts, and the shell itself.
const NOT_OURS = /\/(shell|ordinals)\/$/;

export function serve({ version, files }) {
  self.addEventListener("install", (event) => event.waitUntil(shells.install(version)));
  self.addEventListener("activate", (event) => {
    event.waitUntil(Promise.all([shells.sweep(version), self.clients.claim()]));
  });
  self.addEventListener("sync", (event) => event.waitUntil(tick(version).then(tryAgainWhileAnyWait)));
  self.addEventListener("message", (event) => event.waitUntil(hear(event, version)));
  self.addEventListener("fetch", (event) => {
    const { origin, pathname } = new URL(event.request.url);
    if (origin !== self.location.origin) return;
    const { method } = event.request;
    if (method === "GET" && pathname.startsWith(files)) event.respondWith(shells.file(event.request));
    else if (method === "POST" && SIGN_IN.test(pathname)) leave(event, version, { isForGood: true });
    else if (method === "POST" && PAIRING.test(pathname)) leave(event, version, { isForGood: false });
    else if (KIOSK.test(pathname) && !NOT_OURS.test(pathname)) respond(event, version);
  });
}

function leave(event, version, how) {
  event.respondWith(leaveKiosk(event.request, version, how));
}

function respond(event, version) {
  const answered = answer(event.request, version);
  event.respondWith(answered);
  if (event.request.method === "POST") event.waitUntil(answered.then(askForSync).then(() => tick(version)));
}

/* A failed sync is what the browser repeats by itself. */
async function tryAgainWhileAnyWait() {
  if (await waiting()) throw new Error("entries are still waiting");
}

/* Pages ask how we stand, hand in by hand, and let a new version take over where nobody is in the middle of anything. */
async function hear({ data, source }, version) {
  if (data.takeOver) await self.skipWaiting();
  if (data.visit && (await isIn(data.visit))) source.postMessage({ arrived: [data.visit] });
  if (data.tick) {
    await tell(await state(version));
    await tick(version, data);
    source.postMessage({ ended: data.tick });
  }
}
