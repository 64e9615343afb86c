/* A+: larger type for one visitor, in a cookie that ends where the visitor does; views/larger.py keeps the same rule. */

const NAME = "large";
const YES = "yes";
const OVER = "over";
const SECONDS = 600;

export function keepSize(form) {
  const turn = document.querySelector("[data-turn]").dataset.turn;
  const button = form.querySelector("button");

  function show(isLarge) {
    document.body.classList.toggle("kiosk-large", isLarge);
    button.setAttribute("aria-pressed", String(isLarge));
    button.value = isLarge ? "usual" : "large";
  }
  function choose(isLarge) {
    write(!isLarge ? "" : turn === "ends" ? OVER : YES);
    show(isLarge);
  }

  choose(Boolean(read()) && !(turn === "begins" && read() === OVER));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation(); // it is no answer to the page's question
    choose(button.value === "large");
  });
}

/* Whoever comes next begins with the usual size. */
export function forgetSize() {
  write("");
}

function read() {
  return document.cookie.match(/(?:^|; )large=(\w+)/)?.[1] ?? "";
}

function write(said) {
  if (said === read()) return;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${NAME}=${said}; path=/; samesite=strict; max-age=${said ? SECONDS : 0}${secure}`;
}
