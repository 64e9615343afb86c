/* Taps: felt at once, counted once, never a menu, and never a second use of a page that was used. */

const TARGETS = "a[href], button";

export function guardTaps(home) {
  feelPress();
  countOnce(home);
  document.addEventListener("contextmenu", (event) => event.preventDefault());
  document.addEventListener("dragstart", (event) => event.preventDefault());
  document.addEventListener("click", switchLanguage);
}

function feelPress() {
  const release = () => document.querySelectorAll("[data-pressed]").forEach((part) => part.removeAttribute("data-pressed"));
  document.addEventListener("pointerdown", (event) => event.target.closest(TARGETS)?.setAttribute("data-pressed", ""));
  for (const end of ["pointerup", "pointercancel", "pageshow"]) window.addEventListener(end, release);
}

/* The first tap that leads away is the page's answer and stays marked; what a trembling hand adds is ignored. */
function countOnce(home) {
  let answered = false;
  const refuse = (event) => {
    if (!answered) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener("click", refuse, true);
  document.addEventListener("submit", refuse, true);
  const isSaved = document.querySelector("[data-return]") !== null;
  const accept = (part) => {
    answered = true;
    part?.setAttribute("data-answer", "");
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || link.matches("[href^='#'], [data-stays]")) return;
    accept(link);
    if (isSaved && link.pathname === home) history.replaceState(null, "", home);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.method === "dialog") return;
    accept(event.submitter);
    // Whoever goes back after saving lands on the first question, not on the page whose answer is given.
    history.replaceState(null, "", home);
  });
  window.addEventListener("pageshow", (event) => {
    answered = false;
    document.querySelector("[data-answer]")?.removeAttribute("data-answer");
    if (event.persisted) location.reload();
  });
}

/* Counter and keypad move the address while the page stands; the other language follows them. */
function switchLanguage(event) {
  const link = event.target.closest("[data-language]");
  if (!link) return;
  const path = location.pathname.replace(/^\/en\//, "/");
  link.href = link.hreflang === "en" ? `/en${path}` : path;
}
