/* The shell: every screen with blanks, from the server's own templates, kept packed together with its files. */
import { fact, keep } from "./store.js";

const BODY = "/kiosk/shell/";
const PATIENCE = 30_000;
const PREFIX = "kiosk-";
// What guards a page of the server guards a page of the tablet.
const GUARDS = [
  "Content-Security-Policy", "Permissions-Policy", "Referrer-Policy", "X-Frame-Options", "X-Content-Type-Options",
  "Cross-Origin-Opener-Policy",
];
let loaded;

const cacheOf = (version) => fact(`shell ${version}`);

/* Fetch what this version of the worker shows. Throws unless everything is there: half a shell is none. */
export async function install(version) {
  const known = await cacheOf(version);
  const headers = known && (await caches.has(known.cache)) ? { "If-None-Match": known.tag } : {};
  const answer = await fetch(BODY, { headers, cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
  if (answer.status === 304) return false;
  if (!answer.ok || !answer.headers.get("Content-Type").startsWith("application/gzip")) throw new Error("no shell");
  const tag = answer.headers.get("ETag");
  const name = PREFIX + tag.replace(/\W/g, "");
  const cache = await caches.open(name);
  const { worker, files } = await unpack(answer.clone());
  if (worker !== version) throw new Error("a shell of another version");
  const signal = AbortSignal.timeout(PATIENCE);
  await cache.addAll(files.map((file) => new Request(file, { signal })));
  await cache.put(BODY, answer);
  await keep(`shell ${version}`, { cache: name, tag });
  loaded = undefined;
  return true;
}

/* After an update: what older workers kept is of no more use. */
export async function sweep(version) {
  const known = await cacheOf(version);
  for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== known?.cache) await caches.delete(name);
}

export async function forget(version) {
  loaded = undefined;
  await keep(`shell ${version}`, undefined);
  for (const name of await caches.keys()) if (name.startsWith(PREFIX)) await caches.delete(name);
}

/* The unpacked shell, or nothing where this tablet has none. */
export function shell(version) {
  loaded ??= load(version).then(
    (found) => {
      if (!found) loaded = undefined;
      return found;
    },
    (error) => {
      loaded = undefined; // a disk that failed once is asked again
      throw error;
    },
  );
  return loaded;
}

async function load(version) {
  const known = await cacheOf(version);
  const answer = known && (await caches.match(BODY, { cacheName: known.cache }));
  if (!answer) return null;
  const headers = new Headers({ "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" });
  for (const name of GUARDS) if (answer.headers.has(name)) headers.set(name, answer.headers.get(name));
  return { ...(await unpack(answer)), headers };
}

async function unpack(answer) {
  return new Response(answer.body.pipeThrough(new DecompressionStream("gzip"))).json();
}

/* A file of the shell, from the tablet; of another shell, from the network. */
export async function file(request) {
  return (await caches.match(request.url)) ?? fetch(request);
}
