// Keeps what was read for the next visit without a network. Pages always come from the network first, so that nobody
// reads an old phone number while a new one can be had. Written for any sub-path: every address is relative to this file.
'use strict';

const NAME = 'ouchi:' + self.registration.scope;
const KEPT = /*KEPT*/[];
const MOST = 400;
const PATIENCE = 4000;

self.addEventListener('install', function (event) {
  event.waitUntil(caches.open(NAME)
    .then(function (cache) { return cache.addAll(KEPT.map(function (path) { return new Request(path, { cache: 'reload' }); })); })
    .then(function () { return self.skipWaiting(); }));
});

self.addEventListener('activate', function (event) {
  event.waitUntil(self.clients.claim());
});

/** Forgets the oldest pages; what was kept on purpose stays. @param {Cache} cache */
function tidy(cache) {
  return cache.keys().then(function (keys) {
    const fixed = KEPT.map(function (path) { return new URL(path, self.registration.scope).href; });
    const loose = keys.filter(function (one) { return fixed.indexOf(one.url) < 0; });
    return Promise.all(loose.slice(0, Math.max(0, loose.length - MOST)).map(function (one) { return cache.delete(one); }));
  });
}

/** From the network, and into the cache. @param {Request} request */
function fresh(request) {
  return fetch(request).then(function (response) {
    if (response.ok && response.type === 'basic') {
      const copy = response.clone();
      caches.open(NAME).then(function (cache) { return cache.put(bare(request), copy).then(function () { return tidy(cache); }); });
    }
    return response;
  });
}

/** The same page with other words in its address is the same file. @param {Request} request */
function bare(request) {
  const url = new URL(request.url);
  url.search = '';
  url.hash = '';
  if (url.pathname.slice(-1) === '/') { url.pathname += 'index.html'; }
  return url.href;
}

/** @param {Request} request */
function kept(request) {
  return caches.open(NAME).then(function (cache) { return cache.match(bare(request)); });
}

/** @param {Request} request */
function answer(request) {
  const late = new Promise(function (done) { setTimeout(done, PATIENCE); }).then(function () { return kept(request); });
  const network = fresh(request);
  return Promise.race([network, late.then(function (found) { return found || network; })]).catch(function () {
    return kept(request).then(function (found) {
      if (found) { return found; }
      if (request.mode !== 'navigate') { return Response.error(); }
      // Sent on rather than answered with: its links are relative to its own place.
      return Response.redirect(new URL('offline.html', self.registration.scope).href, 302);
    });
  });
}

self.addEventListener('fetch', function (event) {
  const request = event.request;
  if (request.method !== 'GET' || request.url.indexOf(self.registration.scope) !== 0) { return; }
  event.respondWith(answer(request));
});
