/* One request at the tablet's own kiosk: its language, its pages, and the server when only that can answer. */
import * as clock from "./clock.js";
import { fill } from "./fill.js";
import { keep, standing } from "./store.js";

const PATIENCE = 15_000;
const AGAIN_AFTER = [1_000, 4_000];

export class Kiosk {
  static async of(request, shell, version) {
    const language = new URL(request.url).pathname.startsWith("/en/") ? "en" : "id";
    return new Kiosk({ request, shell, version, language, ...(await standing()) });
  }

  constructor(known) {
    Object.assign(this, known);
    const { language } = known;
    this.prefix = language === "en" ? "/en/kiosk/" : "/kiosk/";
  }

  /* What the shell has under a name, its blanks still empty. */
  blank(name) {
    return this.shell.pages[this.language][name]?.map((line) => this.shell.lines[line]).join("\n");
  }

  /* A page of the shell with its blanks filled in; nothing where the shell has no such page. */
  async show(name, values = {}, status = 200, page = this.blank(name)) {
    if (!page) return null;
    const { server } = this;
    const at = clock.now(server);
    const always = {
      csrf: this.shell.csrf,
      submission: crypto.randomUUID(),
      clock: clock.clock(at, server),
      time: clock.time(at, server, this.shell.between[this.language]),
    };
    return new Response(fill(this.bannered(page), { ...always, ...values }), { status, headers: this.shell.headers });
  }

  /* The banner is there when the page comes, not a moment later. */
  bannered(page) {
    if (!this.isLost) return page;
    const count = `<b data-waiting>${this.waiting}`;
    const shown = page.replace(" data-offline hidden", " data-offline").replace("<b data-waiting>0", count);
    return this.waiting ? shown.replace(" data-waiting-words hidden", " data-waiting-words") : shown;
  }

  go(path, status = 303) {
    return Response.redirect(this.prefix + path, status);
  }

  trouble(name, status) {
    return this.show(`trouble/${name}`, {}, status);
  }

  form() {
    return this.request.clone().formData();
  }

  /* What only the server can answer. Without it, `otherwise` or a kind word. */
  async network(otherwise = () => this.trouble("offline", 503)) {
    try {
      const answer = await fetch(this.request.clone(), { signal: AbortSignal.timeout(PATIENCE) });
      if (answer.status >= 500) throw new Error("a proxy before a server that is away");
      if (this.isLost) await keep("isLost", false);
      return answer;
    } catch {
      await keep("isLost", true);
      this.isLost = true;
      return otherwise();
    }
  }

  /* The server may have it and its answer be lost: the same key, asked again, is answered the same. */
  async insist(otherwise, [pause, ...later] = AGAIN_AFTER) {
    if (!pause) return this.network(otherwise);
    return this.network(async () => {
      await new Promise((go) => setTimeout(go, pause));
      return this.insist(otherwise, later);
    });
  }
}
