// The service worker: the app's shell from a cache, so that it starts without a network. One
// cached set is one version: page, script, style and WebAssembly change together or not at
// all. It answers nothing but the shell; GraphQL, Cognito and config.json pass it by.
import { createHandlerBoundToURL, precacheAndRoute, type PrecacheEntry } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (PrecacheEntry | string)[] };

precacheAndRoute(self.__WB_MANIFEST);

// Every address without a file's ending is a place inside the app.
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: [/\.[^/]+$/] }),
);

// A new version waits until the person asks for it: nothing changes under a written message.
self.addEventListener('message', (event: ExtendableMessageEvent) => {
  const { type } = (event.data ?? {}) as { type?: unknown };
  if (type === 'SKIP_WAITING') void self.skipWaiting();
});
