/* A scanner is a keyboard that types and presses Enter: on any page a whole code is a card held up. */
import { newKey } from "./new-key.js";

const SIGN = /^[0-9A-Z]$/;
const LENGTH = 28;
const FORGET = 2_000; // half a code is no card, and is not kept
const ITS_FIELD = "[data-card] input";
let typed = "";
let forgetting;
let isShown = false;

export const hasShownCard = () => isShown;

export function listen(form) {
  // Before the page's own keys: a code's last Enter must not press what the keyboard happens to be on.
  window.addEventListener("keydown", (event) => hear(event, form), true);
}

function hear(event, form) {
  if (event.target.matches?.(ITS_FIELD) || event.ctrlKey || event.altKey || event.metaKey) return;
  const sign = event.key.toUpperCase();
  if (SIGN.test(sign)) {
    typed = (typed + sign).slice(-LENGTH);
    clearTimeout(forgetting);
    forgetting = setTimeout(() => (typed = ""), FORGET);
  } else if ((event.key === "Enter" || event.key === "Tab") && typed.length === LENGTH) {
    event.preventDefault();
    event.stopImmediatePropagation();
    isShown = true;
    show(form, typed);
    typed = "";
  }
}

export function show(form, code) {
  const said = { code, submission: form.elements.submission?.value ?? newKey() };
  for (const [name, value] of Object.entries(said)) {
    const field = form.elements[name] ?? form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name }));
    field.value = value;
  }
  form.requestSubmit();
}
