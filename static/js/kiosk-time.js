/* Time: the clock, the way back of a page that is left alone, and the way back of a page that is done. */

const ACTS = ["pointerdown", "keydown"];

/* The server's time goes on from when the page came, in its own zone and way of writing. */
export function keepTime(clock) {
  const [hours, minutes, seconds] = clock.dateTime.split(":").map(Number);
  const between = clock.textContent.trim()[2];
  const came = Date.now() - ((hours * 60 + minutes) * 60 + seconds) * 1000;
  setInterval(() => {
    const minute = Math.floor((Date.now() - came) / 60000);
    const two = (number) => String(number).padStart(2, "0");
    clock.textContent = two(Math.floor(minute / 60) % 24) + between + two(minute % 60);
  }, 1000);
}

export function comeBack(home) {
  const leave = () => location.replace(home);
  const done = document.querySelector("[data-return]");
  const still = document.querySelector("[data-idle]");
  if (done) returnFrom(done, leave);
  else if (still && location.pathname !== home) askWhoIsLeft(still, leave);
}

/* A page that says thanks returns by itself; any touch holds it, but not for ever. */
function returnFrom(page, leave) {
  const soon = setTimeout(leave, Number(page.dataset.return) * 1000);
  setTimeout(leave, Math.max(Number(page.dataset.close), Number(page.dataset.return)) * 1000);
  const hold = () => {
    clearTimeout(soon);
    page.dataset.held = "";
  };
  for (const act of ACTS) document.addEventListener(act, hold);
}

/* An unfinished page asks whether anybody is there, counts down, and forgets what was begun. */
function askWhoIsLeft(dialog, leave) {
  const shown = dialog.querySelector("[data-seconds]");
  let waiting, counting;

  function wait() {
    clearTimeout(waiting);
    waiting = setTimeout(ask, Number(dialog.dataset.idle) * 1000);
  }
  function ask() {
    let left = Number(dialog.dataset.lastSeconds);
    shown.textContent = left;
    dialog.showModal();
    counting = setInterval(() => {
      left -= 1;
      shown.textContent = Math.max(left, 0);
      if (left <= 0) leave();
    }, 1000);
  }

  dialog.addEventListener("close", () => {
    clearInterval(counting);
    wait();
  });
  for (const act of ACTS) document.addEventListener(act, () => dialog.open || wait());
  wait();
}
