/* The kiosk as an app: its worker, the banner of a lost connection, and news from the worker for the open page. */

const ROUND = 15_000;
const workers = navigator.serviceWorker;

export async function beApp(home) {
  if (!workers) return; // plain http in an office: the server's pages do it all
  const { worker } = document.querySelector("[data-home]").dataset;
  workers.addEventListener("message", ({ data }) => hear(data));
  if (worker) register(worker); // not waited for: behind an update on a silent line it may take minutes
  if (location.pathname === home) workers.addEventListener("message", ({ data }) => data.ended && letIn());
  const visit = document.querySelector("[data-ordinals]")?.dataset.visit;
  send({ tick: true, visit });
  workers.addEventListener("controllerchange", () => send({ tick: true }));
  setInterval(() => send({ tick: true }), ROUND);
  for (const change of ["online", "offline"]) window.addEventListener(change, () => send({ tick: true, isUrgent: true }));
  document.querySelector("[data-hand-in]")?.addEventListener("click", () => send({ tick: true, isUrgent: true }));
}

const send = (message) => workers.controller?.postMessage(message);

async function register(address) {
  try {
    await workers.register(address, { type: "module", scope: "/" });
    navigator.storage.persist?.();
  } catch {
    // The server has no such worker for us, or is away: the next page tries again.
  }
}

/* A new version waits for the first question, where nobody is in the middle of anything, and for the end of a round:
 * Chromium may lose the change over, for minutes, while the old one is asked something. */
async function letIn() {
  const registration = await workers.getRegistration();
  registration?.waiting?.postMessage({ takeOver: true });
}

function hear(news) {
  if (news.waiting !== undefined) {
    document.documentElement.dataset.app = news.isLost ? "alone" : news.reached ? "ready" : "new";
    showBanner(news);
    showTablet(news);
  }
  if (news.arrived) showOrdinals(news.arrived);
}

function showBanner({ isLost, waiting }) {
  const banner = document.querySelector("[data-offline]");
  banner.querySelector("[data-waiting]").textContent = waiting;
  banner.querySelector("[data-waiting-words]").hidden = !waiting;
  banner.hidden = !isLost;
}

/* The visit has arrived: which one of the day and the year it is can now be told, and how full its room is. */
async function showOrdinals(ids) {
  const facts = document.querySelector("[data-ordinals]");
  if (!facts || !ids.includes(facts.dataset.visit)) return;
  const address = facts.dataset.ordinals;
  delete facts.dataset.ordinals;
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) return;
  const piece = new DOMParser().parseFromString(await answer.text(), "text/html").body;
  facts.before(...piece.querySelectorAll(".milestone, .advice"));
  facts.append(...piece.children);
}

async function showTablet({ waiting, version, reached, zone }) {
  const told = (name) => document.querySelector(`[data-told="${name}"]`);
  if (!document.querySelector("[data-tablet]")) return;
  told("waiting").textContent = waiting;
  told("version").textContent = version;
  if (reached) told("reached").textContent = new Date(reached).toLocaleString(document.documentElement.lang, { timeZone: zone });
  const storage = told("storage");
  if (await navigator.storage.persisted?.()) storage.textContent = storage.dataset.kept;
}
