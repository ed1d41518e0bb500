// The service worker: registers it, and offers a new version of the app when one is ready. It
// takes over only when the person says so: nothing reloads under a half-written message.

const POLL_MS = 60 * 60 * 1000;

export function watchForUpdate(bar: HTMLElement): void {
  if (!('serviceWorker' in navigator)) return;
  // Not before the app itself is loaded: the worker fetches the same files for its cache.
  addEventListener('load', () => void register(bar), { once: true });
}

async function register(bar: HTMLElement): Promise<void> {
  const registration = await navigator.serviceWorker.register('/sw.js').catch(() => null);
  if (!registration) return; // Without it the app works, only not offline.
  const offerIfWaiting = (): void => {
    // Without a controller this is the first visit, not a new version.
    if (registration.waiting && navigator.serviceWorker.controller) offer(bar, registration);
  };
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', offerIfWaiting);
  });
  offerIfWaiting();
  setInterval(() => void registration.update().catch(() => undefined), POLL_MS);
}

function offer(bar: HTMLElement, registration: ServiceWorkerRegistration): void {
  bar.hidden = false;
  bar.querySelector('button')!.onclick = () => {
    navigator.serviceWorker.oncontrollerchange = () => location.reload();
    registration.waiting?.postMessage({ type: 'SKIP_WAITING' });
  };
}
