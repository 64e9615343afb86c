/* The privacy notice is a sheet that its address opens; while it is open nothing behind it can be reached. */

export function openSheet(sheet) {
  const behind = [...document.body.children].filter((part) => part !== sheet && !part.matches("script, dialog"));

  function follow() {
    const isOpen = location.hash === `#${sheet.id}`;
    for (const part of behind) part.inert = isOpen;
    if (isOpen) sheet.focus();
  }

  window.addEventListener("hashchange", follow);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && location.hash === `#${sheet.id}`) sheet.querySelector("[data-closes-sheet]").click();
  });
  follow();
}
