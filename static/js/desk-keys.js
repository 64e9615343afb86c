/* Keys of the desk: "/" goes to the search, Ctrl+Z takes back what was added last. Neither disturbs somebody typing, and a key held down is one press. */

const TYPING = "input, select, textarea, [contenteditable]";

export function handle(event, page = document) {
  if (event.defaultPrevented || event.repeat || event.altKey || event.target.closest?.(TYPING)) return;
  const isCommand = event.ctrlKey || event.metaKey;
  const wanted = isCommand ? event.key.toLowerCase() === "z" && !event.shiftKey && "[data-undo]" : event.key === "/" && "[data-search-form] input";
  const found = wanted && page.querySelector(wanted);
  if (!found) return;
  event.preventDefault();
  if (isCommand) found.click();
  else found.focus();
}

document.addEventListener("keydown", (event) => handle(event));
