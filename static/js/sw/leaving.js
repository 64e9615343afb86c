/* K7, K8 and K10 on the tablet, for the visits of its own ledger, and what this tablet holds. A null is the server's. */
import * as clock from "./clock.js";
import { fill } from "./fill.js";
import { checkOut } from "./record.js";
import { numbered, oldest, visit as known, visitsOf } from "./store.js";


export const keypad = (kiosk) => kiosk.show("leave");
export const typed = (kiosk, { number }) => kiosk.show("leave-typed", { number });
export const goodbye = (kiosk) => kiosk.show("goodbye");
export const tablet = (kiosk) => kiosk.show("tablet");

export async function confirm(kiosk, said) {
  const visit = await found(kiosk, said);
  if (!visit) return null;
  const { category, inside, number } = visit;
  if (visit.isUndone) return number ? kiosk.show("leave-unknown", { number }, 404) : kiosk.trouble("nowhere", 404);
  if (!inside) return number ? kiosk.show("leave-left", { number }, 409) : kiosk.show("leave-fewer", {}, 409);
  const since = clock.time(visit.at, kiosk.server, kiosk.shell.between[kiosk.language]);
  const page = `${number ? "confirm" : "confirm-bare"}/${category}/${inside === 1 ? "one" : "some"}`;
  const leaving = Math.min(Number(said.persons ?? inside), inside);
  return kiosk.show(page, { number, visit: visit.id, since, inside, leaving });
}

export async function letOut(kiosk, said) {
  const visit = await found(kiosk, said);
  if (!visit) return null;
  const form = await kiosk.form();
  const persons = Number(form.get("persons"));
  if (!Number.isInteger(persons) || persons < 1) return null;
  await checkOut({ id: form.get("submission"), visit: visit.id, persons });
  return kiosk.go("goodbye/");
}

async function found({ server }, { id, number }) {
  if (id) return known(id);
  return numbered(clock.day(clock.now(server), server), Number(number));
}

/* Who came today and is still inside: pictures and times. The desk's visits only the server knows. */
export async function forgotten(kiosk, { page = 1 }) {
  const alone = async () => {
    const visits = await inside(kiosk);
    const { on_a_page: many } = kiosk.shell.choices;
    const last = Math.max(1, Math.ceil(visits.length / many)), here = Number(page);
    if (here > last) return kiosk.trouble("nowhere", 404);
    const shown = visits.slice((here - 1) * many, here * many);
    const pictures = shown.map((visit) => picture(kiosk, visit)).join("\n");
    const where = !shown.length ? "nobody" : last === 1 ? "only" : here === 1 ? "first" : here === last ? "last" : "middle";
    const around = kiosk.blank(`forgotten/${where}`).replace("⟦pictures⟧", () => pictures);
    return kiosk.show("", { earlier: here - 1, later: here + 1 }, 200, around);
  };
  return kiosk.isLost ? alone() : kiosk.network(alone);
}

function picture(kiosk, { at, category, id, number }) {
  const since = clock.time(at, kiosk.server, kiosk.shell.between[kiosk.language]);
  return fill(kiosk.blank(`picture/${category}/${number ? "numbered" : "bare"}`) ?? "", { since, visit: id, number });
}

async function inside({ server }) {
  const today = await visitsOf(clock.day(clock.now(server), server));
  return today.filter((visit) => visit.inside > 0).sort((one, other) => one.at - other.at);
}

/* Everything that waits, as the server would be handed it. */
export async function takeAlong() {
  const items = (await oldest()).map(({ item }) => item);
  const said = JSON.stringify({ sent_at: clock.stamp(), items }, null, 2);
  const headers = { "Content-Type": "application/json", "Content-Disposition": 'attachment; filename="antrean.json"' };
  return new Response(said, { headers: { ...headers, "Cache-Control": "no-store" } });
}
