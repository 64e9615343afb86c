/* The page of the card: the keyboard stays with its field, and where a browser can read codes a camera may look. */
import { show } from "./kiosk-scanner.js";

const LOOK_EVERY = 200;
const PATIENCE = 40_000; // a camera that nobody shows anything to is closed before the page goes back

export async function readCard(form) {
  const { code } = form.elements;
  code.setSelectionRange(0, code.value.length); // what a scanner types next stands in for what was wrong
  const button = form.querySelector("[data-camera]");
  if (!(await canRead())) return;
  button.hidden = false;
  button.addEventListener("click", () => look(form, button));
}

async function canRead() {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) return false;
  return (await BarcodeDetector.getSupportedFormats().catch(() => [])).includes("qr_code");
}

async function look(form, button) {
  button.hidden = true;
  const picture = form.querySelector("[data-picture]");
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "user" } }).catch(() => null);
  if (!stream) return refuse(form, button);
  picture.srcObject = stream;
  picture.hidden = false;
  picture.play().catch(() => {});
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  const end = Date.now() + PATIENCE;
  const close = () => {
    clearInterval(looking);
    for (const track of stream.getTracks()) track.stop();
    picture.hidden = true;
    button.hidden = false;
  };
  const looking = setInterval(async () => {
    const [found] = await detector.detect(picture).catch(() => []);
    if (!found && Date.now() < end) return;
    close();
    if (found) show(form, found.rawValue);
  }, LOOK_EVERY);
  window.addEventListener("pagehide", close);
}

function refuse(form, button) {
  form.querySelector("[data-camera-says]").textContent = button.dataset.refused;
}
