/* Signing in or pairing anew ends what this browser was; not while entries wait that only it can hand in. */
import { tell } from "./contact.js";
import { handIn } from "./flush.js";
import { Kiosk } from "./kiosk.js";
import { forget, shell } from "./shell.js";
import { ask, fact, waiting, write } from "./store.js";

export async function leaveKiosk(request, version, { isForGood }) {
  const found = await shell(version).catch(() => null);
  await handIn(version, (ids) => tell({ arrived: ids }), { isPatient: true }).catch(() => {});
  const kiosk = found && (await Kiosk.of(request, found, version));
  // A tablet that is not let in any more hands in what waits once it is paired anew.
  const isStuck = (await waiting()) && (isForGood || !(await fact("isClosed")));
  // Without its pages the tablet cannot say why; what waits on it is not given up for that.
  if (isStuck) return kiosk ? kiosk.show("tablet-full", {}, 409) : Response.error();
  const answer = await fetch(request);
  if (answer.type !== "opaqueredirect") return answer;
  await write(({ facts, visits }) => Promise.all([ask(facts.clear()), ask(visits.clear())]));
  await forget(version);
  if (isForGood) self.registration.unregister().catch(() => {}); // not waited for: it takes its turn behind an update
  return answer;
}
