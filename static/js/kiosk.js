/* The kiosk's scripts. Every page works without them; each part decorates what it finds. */
import { countOn } from "./kiosk-counter.js";
import { press } from "./kiosk-keypad.js";
import { openSheet } from "./kiosk-sheet.js";
import { guardTaps } from "./kiosk-taps.js";
import { comeBack, keepTime } from "./kiosk-time.js";

const home = document.querySelector("[data-home]").dataset.home;
const find = (selector, decorate) => document.querySelectorAll(selector).forEach((part) => decorate(part, home));

guardTaps(home);
find("[data-clock]", keepTime);
find("[data-counter]", countOn);
find("[data-keypad]", press);
find("[data-sheet]", openSheet);
comeBack(home);
