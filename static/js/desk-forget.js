/* Whoever signs in, or becomes a kiosk, finds no list of the desk in this browser. Ticks that still wait stay: they
 * name nobody, and somebody at an assembly point has been seen whoever is signed in. */

export const CACHE = "desk-evacuation";
const WORKER = /\/desk\/worker\.js$/;

export async function forget() {
  if (!navigator.serviceWorker) return;
  await caches.delete(CACHE);
  for (const registration of await navigator.serviceWorker.getRegistrations()) {
    const worker = registration.active ?? registration.waiting ?? registration.installing;
    if (WORKER.test(worker?.scriptURL)) await registration.unregister();
  }
}

if (document.querySelector("[data-forget-desk]")) forget();
