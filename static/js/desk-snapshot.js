/* On every page of the desk: the evacuation list as of each minute, on this device, for when the server is off. */
import { CACHE, forget } from "./desk-forget.js";
import { handIn, inTurn, isSignIn, waiting } from "./desk-ticks.js";

const A_MINUTE = 60_000, PATIENCE = 20_000;
// What guards a page of the server guards the page that is kept.
const GUARDS = [
  "Content-Type", "Content-Security-Policy", "Permissions-Policy", "Referrer-Policy", "X-Frame-Options",
  "X-Content-Type-Options", "Cross-Origin-Opener-Policy", "Cache-Control",
];
export const desk = { ...document.querySelector("[data-snapshot]").dataset };
let isLeaving = false;
let isDue = false;

/* One after the other, or an older list might be put in a newer one's place; one that has yet to begin is enough. */
export async function snapshot() {
  if (isDue) return;
  isDue = true;
  await inTurn("desk-snapshot", take);
}

/* Never while ticks wait: the list would hold some of them, and nobody could tell which. */
async function take() {
  isDue = false;
  try {
    await handIn(desk);
    const answer = await fetch(desk.snapshot, { cache: "no-store", signal: AbortSignal.timeout?.(PATIENCE) });
    if (isSignIn(answer)) await forget();
    else if (answer.status === 200 && answer.headers.has("Evacuation")) await put(answer);
  } catch {
    // The list of the minute before is there.
  }
}

async function put(answer) {
  sayWhetherItRuns(answer.headers.get("Evacuation") === "running");
  if (!navigator.serviceWorker || isLeaving || (await waiting(desk.site)).length) return;
  const text = await answer.text();
  const page = new DOMParser().parseFromString(text, "text/html");
  const files = page.querySelector("[data-kept]").dataset.kept.trim().split(" ");
  const cache = await caches.open(CACHE);
  await keepFiles(cache, files);
  const headers = new Headers({ "Kept-At": Date.now() });
  for (const name of GUARDS) if (answer.headers.has(name)) headers.set(name, answer.headers.get(name));
  if (!isLeaving) await cache.put(desk.page, new Response(text, { headers }));
}

/* A name with a hash is the file for ever; others may have changed. What no list names any more goes. */
async function keepFiles(cache, files) {
  const wanted = new Set(files.map((file) => new URL(file, location.href).href));
  for (const file of wanted) {
    const isThere = /\.[0-9a-f]{12}\./.test(file) && (await cache.match(file));
    if (!isThere) await cache.add(new Request(file, { signal: AbortSignal.timeout?.(PATIENCE) }));
  }
  for (const { url } of await cache.keys()) if (isFile(url) && !wanted.has(url)) await cache.delete(url);
}

const isFile = (url) => !/\/desk\//.test(new URL(url).pathname);

function sayWhetherItRuns(runs) {
  const link = document.querySelector("[data-alarm]");
  link.classList.toggle("bar-alarm-runs", runs);
  const words = link.querySelector("span");
  words.dataset.usual ??= words.textContent;
  words.textContent = runs ? link.dataset.alarm : words.dataset.usual;
}

async function begin() {
  navigator.serviceWorker?.register(desk.worker, { type: "module" }).catch(() => {});
  await snapshot();
}

for (const form of document.querySelectorAll("form[action$='/logout/'], form[action$='/kiosk/']")) {
  form.addEventListener("submit", () => {
    isLeaving = true;
    forget();
  });
}
setInterval(snapshot, A_MINUTE);
begin();
