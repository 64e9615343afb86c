/* Time: the clock, the way back of a page that is left alone, of a page that is done, and the way to rest. */
import { forgetSize } from "./kiosk-size.js";

const ACTS = ["pointerdown", "keydown"];

/* The server's time goes on from when the page came, in its own zone and way of writing.

Answers what to tell of each later answer's time: where this device's own clock is set meanwhile, ours follows it back. */
export function keepTime(clock) {
  const [hours, minutes, seconds] = clock.dateTime.split(":").map(Number);
  const between = clock.textContent.trim()[2];
  let came = Date.now() - ((hours * 60 + minutes) * 60 + seconds) * 1000;
  setInterval(() => {
    const minute = Math.floor((Date.now() - came) / 60000);
    const two = (number) => String(number).padStart(2, "0");
    clock.textContent = two(Math.floor(minute / 60) % 24) + between + two(minute % 60);
  }, 1000);
  let ahead;
  return (serverTime) => {
    if (Number.isNaN(serverTime)) return;
    const isAhead = Date.now() - serverTime;
    came += isAhead - (ahead ?? isAhead);
    ahead = isAhead;
  };
}

export function comeBack(home) {
  const leave = () => {
    forgetSize();
    location.replace(home);
  };
  const done = document.querySelector("[data-return]");
  const still = document.querySelector("[data-idle]");
  const resting = document.querySelector("[data-rest]");
  if (done) returnFrom(done, leave);
  else if (resting) goToRest(resting);
  else if (still) askWhoIsLeft(still, leave);
}

/* A first page that nobody touches goes to rest. */
function goToRest(resting) {
  let waiting;
  const wait = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => location.replace(resting.dataset.to), Number(resting.dataset.rest) * 1000);
  };
  for (const act of ACTS) document.addEventListener(act, wait);
  wait();
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
      if (left > 0) return;
      clearInterval(counting);
      leave();
    }, 1000);
  }

  dialog.addEventListener("close", () => {
    clearInterval(counting);
    wait();
  });
  for (const act of ACTS) document.addEventListener(act, () => dialog.open || wait());
  wait();
}
