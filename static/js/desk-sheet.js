/* The paper sheet: Enter goes on to the next line and adds one at the end; without scripts ten lines are there. */

export function beSheet(form) {
  const body = form.querySelector("[data-lines]");
  const blank = form.querySelector("[data-line]");
  const more = form.querySelector("[data-more]");
  const total = form.querySelector("[name$=TOTAL_FORMS]");
  const most = Number(form.querySelector("[name$=MAX_NUM_FORMS]").value);

  function add() {
    const place = Number(total.value);
    if (place >= most) return null;
    const line = blank.content.cloneNode(true).firstElementChild;
    line.querySelector("th").textContent = place + 1;
    for (const part of line.querySelectorAll("[name],[id],[for]")) rename(part, place);
    for (const words of line.querySelectorAll("label .visually-hidden")) words.textContent += place + 1;
    body.append(line);
    total.value = place + 1;
    more.hidden = place + 1 >= most;
    return line;
  }

  form.addEventListener("keydown", (event) => {
    const line = event.target.closest("tbody tr");
    if (event.key !== "Enter" || !line || event.target.tagName === "SELECT") return;
    event.preventDefault();
    first(line.nextElementSibling ?? add())?.focus();
  });
  more.addEventListener("click", () => first(add())?.focus());
  more.hidden = false;
}

const first = (line) => line?.querySelector("input");

function rename(part, place) {
  for (const name of ["name", "id", "for"]) {
    if (part.hasAttribute(name)) part.setAttribute(name, part.getAttribute(name).replace("__prefix__", place));
  }
}

for (const form of document.querySelectorAll("[data-sheet]")) beSheet(form);
