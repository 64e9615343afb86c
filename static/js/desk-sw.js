/* The desk's worker: every page comes from the server; the evacuation list comes from this device where it cannot. */

const LIST = /^(?:\/en)?\/desk\/[-\w]+\/evacuation\/$/;
const OF_A_SITE = /^((?:\/en)?\/desk\/[-\w]+\/)/;
const HASHED = /\.[0-9a-f]{12}\.\w+$/;
const PATIENCE = 5_000;
// Half a day after its last minute a list says nothing about who is inside; and it names people.
const LONGEST_KEPT = 12 * 60 * 60_000;

export function serve({ cache, files }) {
  self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
  self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
  self.addEventListener("fetch", (event) => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    if (request.method !== "GET" || origin !== self.location.origin) return;
    if (pathname.startsWith(files)) event.respondWith(file(request, cache));
    else if (request.mode === "navigate") event.respondWith(page(request, pathname, cache));
  });
}

/* Under a name of its content a file never changes; another may have, and is kept for when nothing else comes. */
async function file(request, cacheName) {
  const kept = () => caches.match(request.url, { cacheName });
  if (HASHED.test(request.url)) return (await kept()) ?? fetch(request);
  try {
    return await fetch(request);
  } catch (error) {
    const found = await kept();
    if (found) return found;
    throw error;
  }
}

async function page(request, pathname, cacheName) {
  const isList = LIST.test(pathname);
  try {
    const answer = await fetch(request, isList ? { signal: AbortSignal.timeout(PATIENCE) } : {});
    if (!isList || answer.status < 500) return answer;
    throw new Error("a proxy before a server that is away");
  } catch (error) {
    const list = await listFor(pathname, cacheName);
    const kept = await youngEnough(list, cacheName);
    if (!kept) throw error;
    return isList ? cutOff(kept) : Response.redirect(list);
  }
}

async function youngEnough(list, cacheName) {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(list);
  if (!kept || Date.now() - Number(kept.headers.get("Kept-At")) < LONGEST_KEPT) return kept;
  await cache.delete(list);
}

/* The list of the page's own site; from the first desk, any of its language. */
async function listFor(pathname, cacheName) {
  const ofASite = OF_A_SITE.exec(pathname);
  if (ofASite) return `${ofASite[1]}evacuation/`;
  const kept = await (await caches.open(cacheName)).keys();
  return kept.map(({ url }) => new URL(url).pathname).find((path) => LIST.test(path) && path.startsWith(pathname)) ?? pathname;
}

/* That the connection is lost is said when the page comes, not a moment later. */
async function cutOff(kept) {
  const text = await kept.text();
  return new Response(text.replace(" data-lost hidden", " data-lost"), { headers: kept.headers });
}
