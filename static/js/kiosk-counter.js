/* The counter of people: its steps are links, and with scripts they count in place. */

const PLACEHOLDER = "99999";

export function countOn(counter) {
  const { address, most } = counter.dataset;
  const shown = counter.querySelector("[data-count]");
  const unit = shown.parentElement.querySelector("[data-many]");
  const next = document.querySelector("[data-next]");
  const field = document.querySelector("[data-counted]");
  const within = (number) => Math.max(1, Math.min(number, Number(most)));
  const at = (template, number) => template.replace(PLACEHOLDER, number);
  let value = Number(counter.dataset.value);

  function show() {
    shown.textContent = value;
    unit.textContent = value === 1 ? unit.dataset.one : unit.dataset.many;
    if (field) field.value = value;
    if (next) next.href = at(value > Number(next.dataset.sureAbove) ? next.dataset.sure : next.dataset.next, value);
    for (const step of counter.querySelectorAll("[data-step]")) allow(step, within(value + Number(step.dataset.step)));
    for (const set of counter.querySelectorAll("[data-set]")) mark(set, Number(set.dataset.set) === value);
  }

  function mark(set, isCurrent) {
    if (isCurrent) set.setAttribute("aria-current", "true");
    else set.removeAttribute("aria-current");
  }

  function allow(step, end) {
    if (end === value) {
      step.removeAttribute("href");
      step.setAttribute("role", "link");
      step.setAttribute("aria-disabled", "true");
    } else {
      step.href = at(address, end);
      step.removeAttribute("role");
      step.removeAttribute("aria-disabled");
    }
  }

  counter.addEventListener("click", (event) => {
    const tapped = event.target.closest("[data-step], [data-set]");
    if (!tapped) return;
    event.preventDefault();
    value = within(tapped.dataset.set ? Number(tapped.dataset.set) : value + Number(tapped.dataset.step));
    history.replaceState(null, "", at(address, value));
    show();
  });

  // A page that the tablet filled in by itself knows its number, and leaves what follows from it to us.
  for (const step of counter.querySelectorAll(".leaps [data-step]")) if (Math.abs(step.dataset.step) >= most) step.remove();
  show();
}
