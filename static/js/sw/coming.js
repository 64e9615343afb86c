/* K1 to K5 on the tablet: who, from where, what for, and thanks. A null is the server's to answer. */
import { tell } from "./contact.js";
import { handIn } from "./flush.js";
import { checkIn, moved, undo } from "./record.js";
import { hours } from "./rest.js";
import { visit as known } from "./store.js";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const category = (kiosk) => opened(kiosk, "category");
export const group = (kiosk) => opened(kiosk, "category-group");
export const anyway = (kiosk) => kiosk.show("anyway");
export const anywayGroup = (kiosk) => kiosk.show("anyway-group");

/* Outside the opening hours that is said first; where they are not known nobody is kept waiting. */
async function opened(kiosk, page) {
  return hours(kiosk).isOpen ? kiosk.show(page) : kiosk.go("closed/", 302);
}

export function persons(kiosk, said) {
  return isOffered(kiosk, said) ? kiosk.show(`persons/${said.category}`, said) : null;
}

export function sure(kiosk, said) {
  return isOffered(kiosk, said) ? kiosk.show(`sure/${said.category}`, said) : null;
}

export function origin(kiosk, said) {
  return isOffered(kiosk, said) ? kiosk.show(`origin/${said.category}/${size(said.persons)}`, said) : null;
}

/* A name is never written to the tablet: without the server it is not asked. */
export async function purpose(kiosk, said) {
  if (!isOffered(kiosk, said)) return null;
  const named = kiosk.isLost ? null : await kiosk.show(`purpose-named/${said.category}`, said);
  return named ?? kiosk.show(`purpose/${said.category}`, said);
}

export async function record(kiosk, said) {
  const form = await kiosk.form();
  return recorded(kiosk, { ...said, purpose: form.get("purpose"), id: form.get("submission") });
}

export async function recordBare(kiosk, said) {
  const { unknown, other } = kiosk.shell.choices;
  const form = await kiosk.form();
  return recorded(kiosk, { ...said, origin: unknown, purpose: other, id: form.get("submission") });
}

async function recorded(kiosk, said) {
  const room = kiosk.shell.choices.purposes[said.purpose];
  if (!isOffered(kiosk, said) || room === undefined || !UUID.test(said.id)) return null;
  const { isRepeat } = await checkIn({ ...said, persons: Number(said.persons), room });
  return kiosk.go(`thanks/${said.id}/${isRepeat ? "again/" : ""}`);
}

export async function name(kiosk, said) {
  const without = () => kiosk.go(`purpose/${said.category}/${said.persons}/${said.origin}/`, 302);
  return kiosk.isLost ? without() : kiosk.network(without);
}

/* The server may have it and its answer be lost: the same key makes it one visit. */
export async function recordNamed(kiosk, said) {
  const form = await kiosk.form();
  return kiosk.network(() => recorded(kiosk, { ...said, id: form.get("submission") }));
}

export const thanks = (kiosk, { id }) => thanked(kiosk, id, false);
export const again = (kiosk, { id }) => thanked(kiosk, id, true);

async function thanked(kiosk, id, isRepeat) {
  const visit = await known(id);
  if (!visit) return null;
  if (visit.isUndone) return kiosk.show("undone", { visit: id });
  const left = Math.max(0, Math.floor(kiosk.shell.second_thoughts - Math.abs(Date.now() - visit.noted) / 1000));
  if (!left && !isRepeat) return kiosk.go("", 302);
  const when = isRepeat ? (left ? "again" : "late") : "fresh";
  const page = `thanks/${when === "late" ? "" : visit.room}/${size(visit.persons)}/${visit.number ? "numbered" : "bare"}/${when}`;
  const { category, number, origin, persons } = visit;
  return kiosk.show(page, { visit: id, category, number, origin, inside: persons, leaving: left });
}

export async function undone(kiosk, { id }) {
  if (!(await known(id))) return null;
  await undo({ visit: id, within: kiosk.shell.second_thoughts * 1000 });
  return kiosk.go(`thanks/${id}/`);
}

/* Rooms are the server's to change, once it has the visit. */
export async function space(kiosk, { id }) {
  const visit = await known(id);
  if (visit && !visit.isIn) await handIn(kiosk.version, (ids) => tell({ arrived: ids }), { isPatient: true }).catch(() => {});
  return (await known(id))?.isIn === false ? kiosk.trouble("offline", 503) : null;
}

export async function move(kiosk, { id }) {
  const form = await kiosk.form();
  const answer = await kiosk.network();
  if (answer.type === "opaqueredirect") await moved(id, form.get("space"));
  return answer;
}

/* Which card it is only the server knows; its code is carried there and written down nowhere. */
export function card(kiosk) {
  const alone = () => kiosk.trouble("card", 503);
  if (kiosk.isLost) return alone();
  // Who is told to choose a picture is counted by it: not where the card may have been counted already.
  return kiosk.request.method === "POST" ? kiosk.insist(() => kiosk.trouble("unsure", 503)) : kiosk.network(alone);
}

const size = (persons) => (Number(persons) === 1 ? "one" : "some");

function isOffered(kiosk, { category, origin, persons }) {
  const { categories, origins, most, unknown } = kiosk.shell.choices;
  const isPlace = origin === undefined || origins.includes(origin) || origin === unknown;
  return categories.includes(category) && Number(persons) <= most && isPlace;
}
