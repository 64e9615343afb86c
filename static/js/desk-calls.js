/* Calls from the tablets: the banner looks for itself while the rest of the page is left alone, and it can be heard. */

const KEY = "desk-quiet";
const LOST_AFTER = 3;

const idsOf = (banner) => [...banner.querySelectorAll("[data-call]")].map((call) => call.dataset.call);

export function watchCalls(banner, ring) {
  const { calls: address, every, called } = banner.dataset;
  const title = document.title.replace(`${called} · `, "");
  const lost = document.querySelector("[data-calls-lost]");
  let tag = banner.dataset.tag;
  let failures = 0;
  let round = 0;

  async function look() {
    const mine = ++round;
    try {
      const answer = await fetch(address, {
        headers: tag ? { "If-None-Match": tag } : {},
        cache: "no-store",
        redirect: "manual",
        signal: AbortSignal.timeout?.(8000),
      });
      if (answer.status !== 200 && answer.status !== 304) throw new Error(answer.status);
      const html = answer.status === 200 && (await answer.text());
      // An answer that was overtaken knows less than what is shown.
      if (html !== false && mine === round) show(html, answer.headers.get("ETag"));
      failures = 0;
    } catch {
      failures += 1;
    }
    /* Silence must not look like peace. */
    lost.hidden = failures < LOST_AFTER;
  }

  function show(html, newTag) {
    const known = idsOf(banner);
    const hadKeyboard = banner.contains(document.activeElement);
    const call = document.activeElement?.closest("[data-call]")?.dataset.call;
    tag = newTag;
    banner.innerHTML = html;
    const now = idsOf(banner);
    document.title = now.length ? `${called} · ${title}` : title;
    if (now.some((id) => !known.includes(id))) ring();
    if (!hadKeyboard) return;
    const same = banner.querySelector(`[data-call="${call}"] button`);
    (same ?? banner.querySelector("button") ?? document.querySelector("main")).focus();
  }

  async function answerCall(event) {
    event.preventDefault();
    const form = event.target;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
      // Signed in anew in another tab: this page's forms are of no use any more.
      if (answer.status === 403) return location.reload();
      await look();
    } catch {
      form.submit();
    }
  }

  banner.addEventListener("submit", answerCall);
  document.addEventListener("visibilitychange", () => document.hidden || look());
  setInterval(look, Number(every) * 1000);
  if (!tag) look();
}

/* A page is heard once it was touched, or the page before it at this address was: the desk's every act is a new page. */
export function bell(isQuiet) {
  const context = new AudioContext();
  const wake = () => context.state === "suspended" && context.resume();
  for (const act of ["pointerdown", "keydown"]) document.addEventListener(act, wake);
  return () => {
    if (context.state !== "running" || isQuiet()) return;
    strike(context, 880, 0);
    strike(context, 660, 0.25);
  };
}

function strike(context, pitch, delay) {
  const start = context.currentTime + delay;
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.frequency.value = pitch;
  volume.gain.setValueAtTime(0.25, start);
  volume.gain.exponentialRampToValueAtTime(0.001, start + 0.4);
  tone.connect(volume).connect(context.destination);
  tone.start(start);
  tone.stop(start + 0.4);
}

/* The switch stands on the desk's own page and is remembered in this browser, where anything may be. */
export function quietSwitch(label) {
  const box = label?.querySelector("input");
  if (box) {
    box.checked = !isQuiet();
    box.addEventListener("change", () => beQuiet(!box.checked));
    label.hidden = false;
  }
  return () => (box ? !box.checked : isQuiet());
}

function isQuiet() {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
}

function beQuiet(quiet) {
  try {
    if (quiet) localStorage.setItem(KEY, "1");
    else localStorage.removeItem(KEY);
  } catch {
    /* It holds for this page. */
  }
}

watchCalls(document.querySelector("[data-calls]"), bell(quietSwitch(document.querySelector("[data-sound]"))));
