/* The keypad: its keys are links, and with scripts, or with real keys, they write in place. */

const LONGEST = 5;
const PLACEHOLDER = "99999";

export function press(keypad) {
  const { address, empty, confirm } = keypad.dataset;
  const shown = keypad.querySelector("[data-shown]");
  const enter = keypad.querySelector("[data-enter]");
  let typed = Number(keypad.dataset.typed);

  function write(number) {
    typed = String(number).length > LONGEST ? typed : number;
    shown.textContent = typed || "";
    history.replaceState(null, "", typed ? address.replace(PLACEHOLDER, typed) : empty);
    if (typed) {
      enter.href = confirm.replace(PLACEHOLDER, typed);
      enter.removeAttribute("role");
      enter.removeAttribute("aria-disabled");
    } else {
      enter.removeAttribute("href");
      enter.setAttribute("role", "link");
      enter.setAttribute("aria-disabled", "true");
    }
  }
  const add = (digit) => write(typed * 10 + Number(digit));
  const erase = () => write(Math.floor(typed / 10));

  keypad.addEventListener("click", (event) => {
    const key = event.target.closest("[data-digit], [data-erase]");
    if (!key) return;
    event.preventDefault();
    if (key.dataset.digit) add(key.dataset.digit);
    else erase();
  });
  document.addEventListener("keydown", (event) => {
    if (/^[0-9]$/.test(event.key)) add(event.key);
    else if (event.key === "Backspace") erase();
    else if (event.key === "Enter" && !event.target.closest("a[href], button") && typed) enter.click();
  });
}
