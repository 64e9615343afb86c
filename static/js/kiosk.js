/* The kiosk's scripts. Every page works without them; each part decorates what it finds. */
import { beApp } from "./kiosk-app.js";
import { readCard } from "./kiosk-card.js";
import { countOn } from "./kiosk-counter.js";
import { press } from "./kiosk-keypad.js";
import { rest } from "./kiosk-rest.js";
import { listen } from "./kiosk-scanner.js";
import { openSheet } from "./kiosk-sheet.js";
import { keepSize } from "./kiosk-size.js";
import { guardTaps } from "./kiosk-taps.js";
import { comeBack, keepTime } from "./kiosk-time.js";

const home = document.querySelector("[data-home]").dataset.home;
const find = (selector, decorate) => document.querySelectorAll(selector).forEach((part) => decorate(part, home));

guardTaps(home);
find("[data-scanned]", listen);
find("[data-clock]", keepTime);
find("[data-counter]", countOn);
find("[data-keypad]", press);
find("[data-sheet]", openSheet);
find("[data-size]", keepSize);
find("[data-rests]", rest);
find("[data-card]", readCard);
comeBack(home);
beApp(home);
