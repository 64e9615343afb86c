/* Handing in. Nothing is forgotten but what a receipt names: no status, no silence, no other item's receipt will do. */
import * as clock from "./clock.js";
import { ask, keep, oldest, waiting, write } from "./store.js";

const ITEMS = "/api/v1/submissions", LIFE = "/api/v1/devices/sign-of-life";
const BATCH = 100, PATIENCE = 30_000, REFUSALS = 20;
// These may be one entry's fault; a server that is busy is not asked again in halves.
const OF_AN_ENTRY = new Set([400, 413, 500]);
const SETTLED = new Set(["accepted", "duplicate", "held"]);
const MANNERS = { method: "POST", cache: "no-store", credentials: "same-origin", redirect: "error" };

/* The answer was no answer of ours: a portal, a proxy, a server in trouble, or nothing at all. */
class NoAnswer extends Error {}
/* Our server refuses: `status` says what. */
class Refused extends Error {
  constructor(status) {
    super(`refused with ${status}`);
    this.status = status;
  }
}

/* Hand in all that waits, oldest first. `tell` is called with the ids of each batch that arrived. */
export function handIn(version, tell, { isPatient = false } = {}) {
  return navigator.locks.request("hand-in", { ifAvailable: !isPatient }, async (lock) => {
    const round = { version, refusals: 0 };
    for (let rows = lock ? await oldest(BATCH) : []; rows.length; rows = await oldest(BATCH)) {
      const arrived = await deliver(round, rows);
      if (!arrived.length) return; // nothing moved: try again later, not at once
      await tell(arrived);
    }
  });
}

/* What one request cannot bring in, halves of it may: one bad entry delays none of the others. */
async function deliver(round, rows) {
  try {
    const items = rows.map(({ item }) => item);
    const { receipts } = await post(ITEMS, { sent_at: clock.stamp(), app_version: round.version, items });
    if (!Array.isArray(receipts)) throw new NoAnswer();
    return settle(rows, receipts);
  } catch (error) {
    if (!OF_AN_ENTRY.has(error.status) || ++round.refusals > REFUSALS) throw error;
    if (rows.length === 1) return [];
    const middle = rows.length >> 1;
    return [...(await deliver(round, rows.slice(0, middle))), ...(await deliver(round, rows.slice(middle)))];
  }
}

/* Forget what the receipts of these rows name; answers their ids. */
function settle(rows, receipts) {
  const settled = new Map(receipts.filter((receipt) => SETTLED.has(receipt?.outcome)).map((receipt) => [receipt.id, receipt]));
  const arrived = rows.filter(({ item }) => settled.has(item.id));
  return write(async ({ queue, visits }) => {
    for (const { seq, item } of arrived) {
      await ask(queue.delete(seq));
      const visit = item.type === "check_in" && (await ask(visits.get(item.id)));
      if (visit) await ask(visits.put(handedIn(visit, settled.get(item.id)?.number)));
    }
    return arrived.map(({ item }) => item.id);
  });
}

/* The number that was shown stays the visitor's; who got none here may have got one there. */
function handedIn(visit, number) {
  return visit.number || !number ? { ...visit, isIn: true } : { ...visit, isIn: true, number };
}

/* Say that we live; learn the time, the numbers and the hours. Answers whether this tablet is still trusted. */
export async function signOfLife(version) {
  const sent = Date.now();
  try {
    const told = await post(LIFE, { app_version: version, waiting: await waiting() });
    if (!told.site?.timezone || !Array.isArray(told.numbers) || !Date.parse(told.now)) throw new NoAnswer();
    await learn(told, sent);
    return true;
  } catch (error) {
    if (!(error instanceof Refused && error.status === 401)) throw error;
    await keep("isClosed", true);
    return false;
  }
}

function learn({ now, numbers: lent, ...server }, sent) {
  const heard = Date.now();
  // A tablet that slept, or whose clock was set, between the question and the answer has measured nothing.
  const error = Math.abs(heard - sent) > 2 * PATIENCE ? null : Date.parse(now) - (sent + heard) / 2;
  return write(async ({ facts, numbers, visits }) => {
    const known = { ...server, error, heard };
    await Promise.all([ask(facts.put(known, "server")), ask(facts.put(false, "isClosed"))]);
    await borrow(numbers, lent);
    // Where the error is not known, or tolerated, the tablet may count by another day than the server: the earlier ends neither.
    const [today] = [Date.parse(now), clock.now(known)].map((moment) => clock.day(moment, known)).sort();
    await sweep(visits, numbers, today);
  });
}

/* What was given stays given, even if the tablet is paired anew or has lost its disk; what is not lent any more is not given. */
async function borrow(numbers, lent) {
  for (const block of await ask(numbers.getAll())) await ask(numbers.put({ ...block, isLent: false }));
  for (const { day, first, last, next } of lent) {
    const block = await ask(numbers.get([day, first]));
    await ask(numbers.put({ day, first, last, next: Math.max(block?.next ?? first, next ?? first), isLent: true }));
  }
}

/* Yesterday's ledger and numbers are of no more use to anybody. */
async function sweep(visits, numbers, today) {
  const past = await ask(visits.index("day").getAllKeys(IDBKeyRange.upperBound(today, true)));
  await Promise.all([
    ...past.map((id) => ask(visits.delete(id))),
    ask(numbers.delete(IDBKeyRange.upperBound([today], true))),
  ]);
}

/* Our server's JSON, or an error that says what came instead. */
async function post(address, body) {
  const answer = await fetch(address, {
    ...MANNERS,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (answer.status === 500) throw new Refused(500); // one entry may be to blame
  if (!answer.headers.get("Content-Type")?.startsWith("application/json")) throw new NoAnswer();
  const said = await answer.json();
  if (said === null || typeof said !== "object") throw new NoAnswer();
  if (answer.status === 200) return said;
  throw typeof said.error === "string" ? new Refused(answer.status) : new NoAnswer();
}
