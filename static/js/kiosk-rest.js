/* The screen at rest: it wakes at a touch anywhere or any key, and keeps what it says of the house up to date. */
import { hasShownCard } from "./kiosk-scanner.js";
import { forgetSize } from "./kiosk-size.js";

const EVERY = 60_000;
const A_CARD = 500; // a scanner's next key comes sooner

export function rest(page, home) {
  forgetSize();
  let waking;
  document.addEventListener("keydown", () => {
    clearTimeout(waking);
    waking = setTimeout(() => hasShownCard() || location.assign(home), A_CARD);
  });
  setInterval(() => refresh(page), EVERY);
}

/* What cannot be asked for is not shown: an old number of people would be a false one. */
async function refresh(page) {
  const fresh = await ask().catch(() => null);
  page.querySelectorAll("[data-fresh]").forEach((part, index) => {
    if (fresh?.[index]) part.replaceChildren(...fresh[index].childNodes);
    else if (part.matches("[data-passing]")) part.replaceChildren();
  });
}

async function ask() {
  const answer = await fetch(location.href);
  if (!answer.ok) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html").querySelectorAll("[data-fresh]");
}
