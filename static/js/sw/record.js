/* What a visitor does, written down whole or not at all: the entry that waits, the ledger and the number in one write. */
import * as clock from "./clock.js";
import { ask, write } from "./store.js";

const SAME = ["category", "origin", "purpose", "persons"];

/* The page was used for something else: the same key with other content. */
export class Used extends Error {}
export class TooLate extends Error {}
export class Fewer extends Error {}

/* `said` has id, category, origin, purpose, persons and room. Answers the visit; a repeat gets the first one's. */
export function checkIn(said) {
  return write(async ({ facts, numbers, queue, visits }) => {
    const known = await ask(visits.get(said.id));
    if (known) {
      if (SAME.some((field) => known[field] !== said[field])) throw new Used();
      return { ...known, isRepeat: true };
    }
    const { server, said: moment } = await momentOf(facts);
    const at = clock.now(server);
    const day = clock.day(at, server);
    const number = await takeNumber(numbers, day);
    const visit = { ...said, at, noted: Date.now(), day, inside: said.persons, left: [], isUndone: false, isIn: false };
    if (number) visit.number = number; // an index holds no entry without one
    const { id, category, origin, purpose, persons } = said;
    const item = { id, type: "check_in", ...moment, category, origin, purpose, persons };
    await Promise.all([ask(visits.add(visit)), ask(queue.add({ item: number ? { ...item, number } : item }))]);
    return visit;
  });
}

/* What an entry says of its moment: the raw time, and the error known by now, for the clock may be set before handing in. */
async function momentOf(facts) {
  const server = clock.unlessSetBack(await ask(facts.get("server")));
  if (server) await ask(facts.put(server, "server"));
  const said = { at: clock.stamp() };
  if (Number.isFinite(server?.error)) said.clock_error = Math.round(server.error / 1000);
  return { server, said };
}

async function takeNumber(numbers, day) {
  const blocks = await ask(numbers.getAll(IDBKeyRange.bound([day], [day, []])));
  const block = blocks.find(({ next, last, isLent }) => isLent && next <= last);
  if (!block) return null;
  await ask(numbers.put({ ...block, next: block.next + 1 }));
  return block.next;
}

/* Let `persons` of a visit leave, once a submission. */
export function checkOut({ id, visit, persons }) {
  return write(async ({ facts, queue, visits }) => {
    const known = await ask(visits.get(visit));
    if (known.left.includes(id)) return known;
    if (known.isUndone || persons > known.inside) throw new Fewer();
    const changed = { ...known, inside: known.inside - persons, left: [...known.left, id] };
    const item = { id, type: "check_out", visit, ...(await momentOf(facts)).said, persons };
    await Promise.all([ask(visits.put(changed)), ask(queue.add({ item }))]);
    return changed;
  });
}

/* Take back what this tablet has just recorded. */
export function undo({ visit, within }) {
  return write(async ({ facts, queue, visits }) => {
    const known = await ask(visits.get(visit));
    if (known.isUndone) return known;
    if (Math.abs(Date.now() - known.noted) > within) throw new TooLate();
    const item = { id: crypto.randomUUID(), type: "undo", visit, ...(await momentOf(facts)).said };
    const changed = { ...known, isUndone: true, inside: 0 };
    await Promise.all([ask(visits.put(changed)), ask(queue.add({ item }))]);
    return changed;
  });
}

/* The server's page has sent the visit to another room. */
export function moved(visit, room) {
  return write(async ({ visits }) => {
    const known = await ask(visits.get(visit));
    if (known) await ask(visits.put({ ...known, room }));
  });
}
