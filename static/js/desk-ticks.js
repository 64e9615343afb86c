/* Ticks of an evacuation on this device's disk: written down before they are sent, forgotten on their own receipt. */

const NAME = "desk", TABLE = "ticks";
const BATCH = 200, PATIENCE = 15_000;
const SETTLED = new Set(["counted", "repeat", "unknown"]);
/* Where a browser keeps nothing (a private window), what this page holds is handed in all the same. */
const held = new Map();
const settled = new Set();
let opened;

export class SignedOut extends Error {}

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(TABLE, { keyPath: "id" });
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close();
      resolve(asked.result);
    };
    asked.onerror = () => {
      opened = undefined;
      reject(asked.error);
    };
  });
  return opened;
}

async function disk(mode, work) {
  const transaction = (await open()).transaction(TABLE, mode, { durability: "strict" });
  const asked = work(transaction.objectStore(TABLE));
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
  return asked?.result;
}

/* A tick, or the beginning of an evacuation: `{id, site, key, at}`, and of a tick `visit`, `persons`, `before`. */
export async function keep(row) {
  held.set(row.id, row);
  await disk("readwrite", (table) => table.put(row)).catch(() => {});
}

/* What of a site waits, in the order in which it was said. */
export async function waiting(site) {
  const onDisk = await disk("readonly", (table) => table.getAll()).catch(() => []);
  // Read first: what was pressed or forgotten meanwhile is held, or is settled.
  const found = new Map(onDisk.filter(({ id }) => !settled.has(id)).map((row) => [row.id, row]));
  for (const [id, row] of held) found.set(id, row);
  return [...found.values()].filter((row) => row.site === site).sort((one, other) => one.at - other.at);
}

async function forget(ids) {
  for (const id of ids) {
    held.delete(id);
    settled.add(id);
  }
  await disk("readwrite", (table) => ids.forEach((id) => table.delete(id))).catch(() => {});
}

/* Hand in all that waits, then do `next`, to which is told whether there was anything: where the browser has
 * locks, no other page of this device hands in meanwhile. Throws where the server gave no receipt of ours. */
export function handIn(desk, next = () => {}) {
  return inTurn("desk-ticks", async () => next(await deliver(desk)));
}

/* One at a time among all pages of this device, where the browser has locks. */
export function inTurn(name, work) {
  return navigator.locks ? navigator.locks.request(name, work) : work();
}

async function deliver({ site, ticks: address, snapshot }) {
  const rows = await waiting(site);
  for (const key of new Set(rows.map((row) => row.key))) {
    const its = rows.filter((row) => row.key === key);
    for (let start = 0; start < its.length; start += BATCH) await post({ address, snapshot }, key, its.slice(start, start + BATCH));
  }
  return rows.length > 0;
}

async function post({ address, snapshot }, key, rows) {
  const ago = ({ at }) => Math.max(0, Math.round((Date.now() - at) / 1000));
  const ticks = rows.filter((row) => row.visit).map((row) => ({ ...row, ago: ago(row) }));
  const answer = await fetch(address, {
    method: "POST",
    cache: "no-store",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    body: JSON.stringify({ evacuation: key, ago: Math.max(...rows.map(ago)), ticks }),
    signal: AbortSignal.timeout?.(PATIENCE),
  });
  if (isSignIn(answer)) throw new SignedOut();
  if (answer.status === 403) await takeToken(snapshot);
  if (answer.status !== 200 || !answer.headers.get("Content-Type")?.startsWith("application/json")) throw new Error("no answer");
  const { receipts } = await answer.json();
  const named = new Set(receipts.filter(({ outcome }) => SETTLED.has(outcome)).map(({ id }) => id));
  // The answer itself is the receipt of the beginning.
  await forget(rows.filter((row) => !row.visit || named.has(row.id)).map(({ id }) => id));
}

const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

/* Somebody has signed in again since this page came: its forms need that session's token, for the next try. */
async function takeToken(address) {
  const answer = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout?.(PATIENCE) });
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[name=csrfmiddlewaretoken]");
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) if (fresh) field.value = fresh.value;
}

/* Sent on to the page for signing in, by our own server. */
export function isSignIn(answer) {
  const { origin, pathname } = new URL(answer.url);
  return answer.redirected && origin === location.origin && pathname.endsWith("/login/");
}
