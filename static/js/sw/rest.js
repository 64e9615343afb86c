/* K0 and K13 on the tablet: at rest, and closed. */
import * as clock from "./clock.js";

const A_DAY = 86_400_000, FIRST = 719_163; // days of the calendar before 1970

/* Whether the doors are open and when they open next, as far as the last sign of life told. */
export function hours({ server }) {
  const now = clock.now(server);
  const periods = (server?.open ?? []).map(({ opens, closes }) => ({ opens: Date.parse(opens), closes: Date.parse(closes) }));
  const isTold = server?.hours_known && Math.abs(Date.now() - server.heard) < 7 * A_DAY;
  const isOpen = !isTold || periods.some(({ opens, closes }) => opens <= now && now < closes);
  return { now, isOpen, next: periods.map(({ opens }) => opens).find((opens) => opens > now) };
}

/* How full the house is only the server knows. */
export async function welcome(kiosk) {
  const alone = () => {
    const day = Date.parse(clock.day(clock.now(kiosk.server), kiosk.server)) / A_DAY + FIRST;
    return kiosk.show(`welcome/${(day % kiosk.shell.choices.verses) + 1}`);
  };
  return kiosk.isLost ? alone() : kiosk.network(alone);
}

export async function closed(kiosk) {
  const { server } = kiosk;
  const { now, isOpen, next } = hours(kiosk);
  if (isOpen) return kiosk.go("", 302);
  if (!next) return kiosk.show("closed/unknown");
  const isToday = clock.day(next, server) === clock.day(now, server);
  const since = clock.time(next, server, kiosk.shell.between[kiosk.language]);
  return kiosk.show(`closed/${isToday ? "today" : "later"}`, { since, day: weekday(next, server, kiosk.language) });
}

function weekday(moment, server, language) {
  return new Intl.DateTimeFormat(language, { weekday: "long", timeZone: server.site.timezone }).format(moment);
}
