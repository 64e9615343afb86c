/* Which address shows which page: the same addresses as the server's, for which it is answering. */
import { Kiosk } from "./kiosk.js";
import * as coming from "./coming.js";
import * as leaving from "./leaving.js";
import { Fewer, TooLate, Used } from "./record.js";
import * as rest from "./rest.js";
import { shell } from "./shell.js";

const ADDRESS = /^(\/en)?\/kiosk\//;
const PARTS = {
  count: "[1-9][0-9]{0,4}",
  code: "[A-Za-z0-9-]{1,20}",
  uuid: "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
};
const ANSWERS = "<code:category>/<count:persons>/";
const ROUTES = [
  ["GET", "", coming.category],
  ["GET", "group/", coming.group],
  ["GET", "anyway/", coming.anyway],
  ["GET", "anyway/group/", coming.anywayGroup],
  ["GET", "welcome/", rest.welcome],
  ["GET", "closed/", rest.closed],
  ["GET", `persons/${ANSWERS}`, coming.persons],
  ["GET", `persons/${ANSWERS}sure/`, coming.sure],
  ["GET", `origin/${ANSWERS}`, coming.origin],
  ["GET", `purpose/${ANSWERS}<code:origin>/`, coming.purpose],
  ["POST", `purpose/${ANSWERS}<code:origin>/`, coming.record],
  ["POST", `without-details/${ANSWERS}`, coming.recordBare],
  ["GET", `name/${ANSWERS}<code:origin>/<code:purpose>/`, coming.name],
  ["POST", `name/${ANSWERS}<code:origin>/<code:purpose>/`, coming.recordNamed],
  ["GET", "thanks/<uuid:id>/", coming.thanks],
  ["GET", "thanks/<uuid:id>/again/", coming.again],
  ["POST", "thanks/<uuid:id>/undo/", coming.undone],
  ["GET", "thanks/<uuid:id>/space/", coming.space],
  ["POST", "thanks/<uuid:id>/space/", coming.move],
  ["GET", "leave/", leaving.keypad],
  ["GET", "leave/<count:number>/", leaving.typed],
  ["GET", "leave/<count:number>/confirm/", leaving.confirm],
  ["GET", "leave/<count:number>/confirm/<count:persons>/", leaving.confirm],
  ["POST", "leave/<count:number>/confirm/", leaving.letOut],
  ["POST", "leave/<count:number>/confirm/<count:persons>/", leaving.letOut],
  ["GET", "leave/entry/<uuid:id>/", leaving.confirm],
  ["GET", "leave/entry/<uuid:id>/<count:persons>/", leaving.confirm],
  ["POST", "leave/entry/<uuid:id>/", leaving.letOut],
  ["POST", "leave/entry/<uuid:id>/<count:persons>/", leaving.letOut],
  ["GET", "forgotten/", leaving.forgotten],
  ["GET", "forgotten/<count:page>/", leaving.forgotten],
  ["GET", "goodbye/", leaving.goodbye],
  ["GET", "card/", coming.card],
  ["POST", "card/", coming.card],
  ["POST", "card/first/", coming.card],
  ["GET", "tablet/", leaving.tablet],
  ["GET", "tablet/export/", leaving.takeAlong],
].map(([method, path, act]) => [method, pattern(path), act]);

function pattern(path) {
  return new RegExp(`^${path.replace(/<(\w+):(\w+)>/g, (_, kind, name) => `(?<${name}>${PARTS[kind]})`)}$`);
}

/* The page for a request. What this tablet cannot know, or could not write down, is the server's to answer. */
export async function answer(request, version) {
  const found = await shell(version).catch(() => null);
  if (!found) return fetch(request);
  const kiosk = await Kiosk.of(request, found, version).catch(() => null);
  if (!kiosk) return fetch(request);
  if (!isAtHome(kiosk)) return kiosk.network();
  const [match, act] = routed(request) ?? [];
  if (!act || !(await isFromOurPage(kiosk))) return kiosk.network();
  try {
    return (await act(kiosk, match.groups ?? {})) ?? kiosk.network();
  } catch (error) {
    return refusal(kiosk, error);
  }
}

/* Trusted, and by the site that the shell is of. */
function isAtHome({ isClosed, server, shell: { site } }) {
  return !isClosed && (!server || server.site.code === site);
}

/* What another site's page sends is not written down here; the server has its own way of refusing it. */
async function isFromOurPage({ request, shell: { csrf } }) {
  if (request.method !== "POST" || request.referrer.startsWith(`${self.location.origin}/`)) return true;
  return (await request.clone().formData()).get("csrfmiddlewaretoken") === csrf;
}

function routed({ method, url }) {
  const path = new URL(url).pathname.replace(ADDRESS, "");
  for (const [wanted, shape, act] of ROUTES) {
    const match = wanted === method && shape.exec(path);
    if (match) return [match, act];
  }
  return null;
}

function refusal(kiosk, error) {
  if (error instanceof Used) return kiosk.trouble("used", 409);
  if (error instanceof TooLate) return kiosk.trouble("late", 409);
  if (error instanceof Fewer) return kiosk.show("leave-fewer", {}, 409);
  return kiosk.network(); // a disk that fails must not stop the queue at the door
}
