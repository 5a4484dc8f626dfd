// The service worker of the page at `/`: without a network it shows a page that still finds forms and says that it is
// offline. It keeps no conversation, and nothing is answered from a cache while there is a network.

const CACHE = "oneask-1";
const OFFLINE = "/page/offline.html";
const FORMS = "/offline/v1/forms.json";
const KEPT = [OFFLINE, "/page/offline.css", "/page/offline.js", "/icons/icon.svg", FORMS];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(KEPT)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))));
  event.waitUntil(old.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (KEPT.includes(pathname)) event.respondWith(fresh(request, pathname));
  else if (request.mode === "navigate" && !pathname.startsWith("/embed/")) event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
});

/** From the network, and kept; from the cache where there is none. */
async function fresh(request, pathname) {
  try {
    const response = await fetch(request);
    if (response.ok) await (await caches.open(CACHE)).put(pathname, response.clone());
    return response;
  } catch (error) {
    const kept = await caches.match(pathname);
    if (kept) return kept;
    throw error;
  }
}
