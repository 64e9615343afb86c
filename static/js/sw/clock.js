/* Whose clock, whose midnight: the tablet's clock with its known error taken out, in the site's zone. */

// As the server tolerates it: both must agree on the day of a visit at midnight.
const TOLERANCE = 120_000;

/* `server` is what the last sign of life told: its zone, and by how much this tablet's clock is wrong. */
export function now(server) {
  const error = server?.error ?? 0;
  return Date.now() + (Math.abs(error) > TOLERANCE ? error : 0);
}

/* A clock that shows less than it has shown was set since: the error that was measured is another clock's. */
export function unlessSetBack(server) {
  if (!server) return server;
  const seen = Date.now();
  return { ...server, seen, error: seen < (server.seen ?? server.heard) - TOLERANCE ? null : server.error };
}

/* For what is handed in the server wants the tablet's own clock, and what was known of its error beside it. */
export const stamp = () => new Date().toISOString().replace("Z", "+00:00");

export function day(moment, server) {
  const part = parts(moment, server);
  return `${part.year}-${part.month}-${part.day}`;
}

/* 09:41:07 for scripts. */
export function clock(moment, server) {
  const part = parts(moment, server);
  return `${part.hour}:${part.minute}:${part.second}`;
}

/* 09.41 or 09:41, as the language writes it. */
export function time(moment, server, between) {
  const part = parts(moment, server);
  return part.hour + between + part.minute;
}

function parts(moment, server) {
  const two = "2-digit";
  const written = new Intl.DateTimeFormat("en-GB", {
    timeZone: server?.site?.timezone,
    year: "numeric", month: two, day: two, hour: two, minute: two, second: two,
    hourCycle: "h23",
  });
  return Object.fromEntries(written.formatToParts(moment).map(({ type, value }) => [type, value]));
}
