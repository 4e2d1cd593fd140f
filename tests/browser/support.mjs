// What the browser tests share: the built site on a loopback server under a sub-path, and one Chromium.
import { createRequire } from "node:module";
import { createServer } from "node:http";
import { readFileSync, readdirSync, existsSync, statSync } from "node:fs";
import { dirname, extname, join, normalize, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, "..", "..");
const require = createRequire(join(root, "site", "package.json"));
export const load = (name) => require(name);
export const resolvePackage = (name) => require.resolve(name);

export const dist = process.env.OUCHI_DIST || join(root, "dist");
if (!existsSync(join(dist, "index.html"))) {
  throw new Error(`no site at ${dist}: build it first, or set OUCHI_DIST`);
}

const types = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml",
  ".geojson": "application/geo+json", ".csv": "text/csv", ".png": "image/png", ".ics": "text/calendar",
};

/** Serves a site at http://127.0.0.1:PORT/city/ouchi/ and nothing else. */
export async function serve(folder = dist) {
  const prefix = "/city/ouchi/";
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://127.0.0.1").pathname);
    const inside = path.startsWith(prefix) ? normalize(path.slice(prefix.length)) : "..";
    const file = join(folder, inside);
    if (inside.startsWith("..") || !existsSync(file) || statSync(file).isDirectory()) {
      response.writeHead(404, { "content-type": "text/plain" }).end("404");
      return;
    }
    const type = types[extname(file)] || "application/octet-stream";
    const packed = /^text|json|svg/.test(type) && /\bgzip\b/.test(request.headers["accept-encoding"] || "");
    const bytes = readFileSync(file);
    response.writeHead(200, { "content-type": type, ...(packed && { "content-encoding": "gzip" }) }).end(packed ? gzipSync(bytes) : bytes);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { url: `http://127.0.0.1:${server.address().port}${prefix}`, close: () => server.close() };
}

export async function browser(more = []) {
  const executablePath = process.env.OUCHI_CHROMIUM || "/usr/bin/chromium";
  return load("playwright-core").chromium.launch({
    executablePath,
    headless: true,
    args: [...more, "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--disable-gpu"],
  });
}

/** Every HTML page of a site, from its root, `/` between parts. */
export function htmlPages(site = dist) {
  const found = [];
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (entry.name.endsWith(".html")) found.push(relative(site, path).split(sep).join("/"));
    }
  };
  walk(site);
  return found.sort();
}

const features = (path) => JSON.parse(readFileSync(path, "utf8")).features;
const everywhere = join(dist, "geojson", "facilities.geojson");
/** All of them; those of the country lie by prefecture. */
export const facilities = existsSync(everywhere)
  ? features(everywhere)
  : readdirSync(join(dist, "geojson")).sort().flatMap((district) => features(join(dist, "geojson", district, "facilities.geojson")));

/** What axe finds on a page, in words. */
export async function axe(page) {
  // The pages' own policy forbids foreign scripts, the checker's too: the context is made with bypassCSP.
  await page.evaluate(readFileSync(resolvePackage("axe-core/axe.min.js"), "utf8"));
  const result = await page.evaluate(() => globalThis.axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  }));
  return result.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html).join(" | ")}`);
}

/** What the console of a page says, and what goes wrong in it. */
export function listen(page) {
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  return said;
}

/** One page of every type. */
export function pageTypes() {
  const all = htmlPages();
  const first = (test) => all.find(test);
  const full = facilities.find((one) => one.properties.phone && one.geometry && one.properties.services.length > 1);
  const types = {
    home: "index.html",
    find: "find/index.html",
    service: "find/home-visit/index.html",
    area: first((path) => /^area\/[^/]+\/index\.html$/.test(path)),
    facility: `facility/${full.id}.html`,
    filter: first((path) => /^with\/[^/]+\/index\.html$/.test(path)),
    visitTowns: "visit/index.html",
    visit: first((path) => /^visit\/(?!index)[^/]+\.html$/.test(path)),
    shortlist: "shortlist/index.html",
    booklet: "print/booklet.html",
    map: "map/index.html",
    print: "print/index.html",
    sheet: first((path) => /^print\/.+-1\.html$/.test(path)),
    daily: "scene/daily/index.html",
    discharge: "scene/discharge/index.html",
    emergency: "scene/emergency/index.html",
    endoflife: "scene/endoflife/index.html",
    consult: "consult/index.html",
    navii: "navii/index.html",
    survey: "survey/index.html",
    library: "library/index.html",
    events: "events/index.html",
    data: "data/index.html",
    about: "about/index.html",
    notFound: "404.html",
  };
  for (const [type, path] of Object.entries(types)) {
    if (!path || !all.includes(path)) throw new Error(`the site has no page of the type ${type} (${path})`);
  }
  return types;
}
