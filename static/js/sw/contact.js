/* Keeping in touch: what the banner shows, when to speak to the server, and what the pages are told. */
import { handIn, signOfLife } from "./flush.js";
import { install, shell } from "./shell.js";
import { fact, isCut, keep, visit, waiting } from "./store.js";

const A_MINUTE = 60_000, QUARTER = 15 * A_MINUTE;
let refreshed = 0;

export const isLost = async () => isCut() || Boolean(await fact("isLost"));

/* One round: hand in what waits, say that we live where that is due, and tell every page how we stand. */
export async function tick(version, { isUrgent = false } = {}) {
  try {
    const isKnown = await handIn(version, (ids) => tell({ arrived: ids }), { isPatient: isUrgent }).then(() => true, isRefused);
    if (isUrgent || !isKnown || (await isDue())) await reach(version);
  } catch {
    if (!(await fact("isLost"))) await keep("isLost", true);
  }
  await tell(await state(version));
  if (!(await isLost())) await refresh(version);
}

/* Only an answer ends a lost connection: a round with nothing to ask must not take back what another has just found. */
async function reach(version) {
  await signOfLife(version);
  if ((await fact("isLost")) !== false) await keep("isLost", false);
}

/* A tablet whose token nobody knows any more must learn that, though its queue cannot go in. */
function isRefused(error) {
  if (error.status !== 401) throw error;
  return false;
}

async function isDue() {
  const server = await fact("server");
  return (await fact("isLost")) !== false || !server || Math.abs(Date.now() - server.heard) > A_MINUTE;
}

/* Words and rooms change without a new version of the app. */
async function refresh(version) {
  if (Date.now() - refreshed < QUARTER && (await shell(version))) return;
  refreshed = Date.now();
  // Not waited for: the browser may put an update off for minutes, and lets no new version in while this one is busy.
  self.registration.update().catch(() => {});
  await install(version).catch(() => {});
}

export async function state(version) {
  const server = await fact("server");
  return { isLost: await isLost(), waiting: await waiting(), version, reached: server?.heard ?? null, zone: server?.site?.timezone };
}

export async function tell(message) {
  for (const page of await self.clients.matchAll({ includeUncontrolled: true })) page.postMessage(message);
}

/* Whether a visit of the ledger has been handed in. */
export const isIn = async (id) => Boolean((await visit(id))?.isIn);

/* With the page closed, too, where the browser can. */
export async function askForSync() {
  try {
    await self.registration.sync?.register("hand-in");
  } catch {
    // The timer of the next page will do.
  }
}
