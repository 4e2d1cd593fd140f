// The site of a prefecture (20,000 facilities) under the budgets of a city's. Build it first:
//   cargo bench --bench scale -- inputs DIR 20000 && cp -r content DIR/ && ouchi build --project DIR
//   OUCHI_DIST=DIR/dist node --test tests/full/wide.test.mjs
import { test } from "node:test";
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { browser, dist, resolvePackage, serve } from "../browser/support.mjs";

const areas = existsSync(join(dist, "area")) ? readdirSync(join(dist, "area")).filter((name) => /^\d{5}$/.test(name)) : [];
const skip = areas.length === 0 ? "the site at OUCHI_DIST is not divided by municipality" : false;
const packed = (path) => gzipSync(readFileSync(join(dist, path))).length;
const code = areas[0];
const pages = () => ({
  home: "index.html",
  find: "find/index.html",
  service: "find/clinic/index.html",
  list: `find/clinic/${code}.html`,
  areas: "area/index.html",
  area: `area/${code}/index.html`,
  facility: `facility/${readdirSync(join(dist, "facility"))[0]}`,
  visit: "visit/index.html",
  map: "map/index.html",
});

test("what scripts load comes in pieces of 200 KB", { skip }, () => {
  for (const name of readdirSync(join(dist, "data")).filter((file) => file.endsWith(".js"))) {
    assert.ok(packed(`data/${name}`) <= 200_000, `${name}: ${packed(`data/${name}`)}`);
  }
});

test("first views are light, whole without scripts and without a barrier", { skip }, async (t) => {
  const site = await serve();
  const chromium = await browser();
  const axe = readFileSync(resolvePackage("axe-core"), "utf8");
  for (const [name, path] of Object.entries(pages())) {
    const context = await chromium.newContext({ viewport: { width: 360, height: 740 }, bypassCSP: true });
    const page = await context.newPage();
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(site.url + path);
    assert.deepEqual(asked.filter((url) => !url.startsWith(site.url) && !url.startsWith("data:")), [], `${name}: asks nobody else`);
    const weight = asked.filter((url) => url.startsWith(site.url)).reduce((sum, url) => sum + packed(decodeURIComponent(url.slice(site.url.length).split(/[?#]/)[0])), 0);
    t.diagnostic(`${name} ${path}: ${weight} bytes compressed`);
    assert.ok(weight <= 40_000, `${name}: ${weight} bytes`);
    await page.evaluate(axe);
    const found = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
    assert.deepEqual(found.violations.map((one) => `${one.id} ${one.nodes[0].target}`), [], name);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    assert.equal(wide, false, `${name}: no sideways scrolling at 360 px`);
    await context.close();
  }
  await chromium.close();
  site.close();
});

test("a reader comes from home to a facility by links, and finds one by its name", { skip }, async () => {
  const site = await serve();
  const chromium = await browser();
  const still = await (await chromium.newContext({ javaScriptEnabled: false })).newPage();
  await still.goto(`${site.url}area/index.html`);
  await still.locator(`main a[href*="area/${code}/"]`).first().click();
  await still.locator("main .card__name a").first().click();
  assert.match(still.url(), /facility\//);
  const name = await still.locator("h1").innerText();
  const page = await chromium.newPage({ viewport: { width: 360, height: 740 } });
  await page.goto(`${site.url}area/${code}/index.html`);
  await page.fill("main input[name=q]", name);
  await page.waitForSelector("[data-search-results] .card");
  const met = await page.locator("[data-search-results] .card__name").allInnerTexts();
  assert.ok(met.some((one) => one.includes(name)), `${name} among ${met.slice(0, 3)}`);
  await chromium.close();
  site.close();
});
