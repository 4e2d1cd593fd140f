// Bad input is ordinary input: every kind of page of a municipality that tries them (hostile.mjs) stays whole.
import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { BUILDING, DESKLESS, EMPTY_TOWN, LONG, MANY, SERVICES, build } from "./hostile.mjs";
import { axe, browser, htmlPages, listen, serve } from "./support.mjs";

let project, dist, site, chromium, facilities;
before(async () => {
  project = mkdtempSync(join(tmpdir(), "ouchi-hostile-"));
  ({ dist } = build(project));
  [site, chromium] = [await serve(dist), await browser()];
  facilities = JSON.parse(readFileSync(join(dist, "geojson", "facilities.geojson"), "utf8")).features;
});
after(async () => { await chromium.close(); site.close(); rmSync(project, { recursive: true }); });

const text = (path) => readFileSync(join(dist, path), "utf8");
const named = (name) => `facility/${facilities.find((one) => one.properties.name === name).id}.html`;
const types = () => ({
  home: "index.html", find: "find/index.html", list: "find/home-nursing/index.html", building: "find/care-plan/index.html", area: "area/inland/index.html",
  deskless: "area/coast/index.html", consult: "consult/index.html", visitTowns: "visit/index.html", visit: "visit/inland.html", map: "map/index.html",
  print: "print/index.html", sheet: "print/inland-30.html", long: named(LONG), all: named("見本 なんでも総合施設"), silent: named("見本 でんわのないヘルパー"),
  nowhere: named("見本 どこにあるかわからないヘルパー"), unknown: named("見本 なにもわからないヘルパー"), survey: "survey/index.html", offline: "offline.html",
});

test("nothing is lost: all are published, and 40 services are one facility", () => {
  assert.equal(facilities.length, MANY + BUILDING + 5);
  assert.equal(LONG.length, 60);
  const all = facilities.find((one) => one.properties.name === "見本 なんでも総合施設");
  assert.ok(all.properties.services.length >= SERVICES - 5, `${all.properties.services.length} services`);
});

for (const [look, options] of [["320 px", { viewport: { width: 320, height: 640 } }], ["1280 px", { viewport: { width: 1280, height: 800 } }]]) {
  test(`no page scrolls sideways, none breaks a rule, the console is empty (${look})`, async () => {
    const context = await chromium.newContext({ ...options, bypassCSP: true });
    for (const [type, path] of Object.entries(types())) {
      const page = await context.newPage();
      const said = listen(page);
      await page.goto(site.url + path);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(over <= 0, `${type} scrolls ${over} px sideways`);
      assert.deepEqual(said, [], type);
      assert.deepEqual(await axe(page), [], type);
      await page.close();
    }
    await context.close();
  });
}

test("no first view is heavier than 40 KB", (t) => {
  const gzip = (path) => gzipSync(readFileSync(join(dist, path)), { level: 9 }).length;
  const shared = gzip("assets/site.css") + gzip("assets/app.js");
  for (const [type, path] of Object.entries(types())) {
    t.diagnostic(`${type.padEnd(10)} ${gzip(path) + shared} B`);
    assert.ok(gzip(path) + shared <= 40_000, `${type}: ${gzip(path) + shared} B`);
  }
});

test("all 5,000 stand in their list with name and number, over as many pages as it takes", () => {
  const pages = htmlPages(dist).filter((path) => /^find\/home-nursing\/(index|\d+)\.html$/.test(path)).map(text).join("");
  for (const { id, properties } of facilities.filter((one) => one.properties.services.includes("訪問看護"))) {
    assert.ok(pages.includes(`facility/${id}.html`) && pages.includes(properties.phone), properties.name);
  }
  assert.match(text("find/home-nursing/index.html"), /5000件/);
});

test("what is not known is said, with whom to ask", () => {
  assert.match(text(named("見本 でんわのないヘルパー")), /電話番号の情報がありません/);
  assert.match(text(named("見本 どこにあるかわからないヘルパー")), /地図に出せる位置の情報がありません/);
  assert.match(text("consult/index.html"), /みなと町[\s\S]{0,400}窓口の情報がありません。[\s\S]{0,200}見本市 みほん課/, DESKLESS);
  assert.ok(text("consult/index.html").includes(EMPTY_TOWN), "a town without a facility has its desk");
  assert.ok(text("visit/index.html").includes(EMPTY_TOWN), "and a way to who comes there");
});

test("25 in one building are one pin with a list of numbers, and each stands in it", async () => {
  const sheet = htmlPages(dist).filter((path) => /^print\/inland-\d+\.html$/.test(path)).find((path) => text(path).includes("あケアプランセンター"));
  const html = text(sheet);
  const inside = html.match(/見本 .ケアプランセンター/g);
  assert.ok(inside.length >= BUILDING, `${inside.length} on ${sheet}`);
  const pins = html.match(/class="map-pin-number"/g) || [];
  assert.ok(pins.length <= 40, `${pins.length} pins`);
  const page = await chromium.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`${site.url}find/care-plan/index.html`);
  await page.route("https://cyberjapandata.gsi.go.jp/**", (route) => route.abort());
  await page.locator("[data-open-map]").first().click();
  await page.locator(".street-map__pin").first().waitFor();
  assert.ok(await page.locator(".street-map__pin").count() <= 3, "one pin for the building");
  await page.locator(".street-map__pin span").first().dispatchEvent("click");
  assert.ok(await page.locator(".leaflet-popup .street-map__name").count() >= 1);
  await page.close();
});

test("a town without a facility sorts by distance all the same, and says what is not there", async () => {
  const page = await chromium.newPage({ viewport: { width: 360, height: 740 } });
  const said = listen(page);
  await page.goto(`${site.url}visit/inland.html?town=${encodeURIComponent(EMPTY_TOWN)}`);
  await page.waitForFunction((name) => document.querySelector("h1").textContent.startsWith(name), EMPTY_TOWN);
  await page.goto(`${site.url}find/index.html?q=${encodeURIComponent(EMPTY_TOWN)}`);
  await page.waitForFunction(() => document.querySelector("[data-search-count]").textContent.trim());
  assert.match(await page.locator("[data-search-results]").textContent(), /みほん新田（内陸部）の案内と相談窓口/);
  assert.deepEqual(said, []);
  await page.close();
});

test("on paper every kind of page has its QR code with the address in letters on page one, and none is empty", async () => {
  for (const type of ["long", "all", "unknown", "building", "sheet", "deskless"]) {
    const path = types()[type];
    const page = await chromium.newPage();
    await page.goto(site.url + path);
    assert.equal(await page.locator(".qr__code svg").count(), 1, `${type}: a QR code`);
    const file = join(project, "page.pdf");
    writeFileSync(file, await page.pdf({ format: "A4", preferCSSPageSize: true }));
    await page.close();
    const pages = spawnSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" }).stdout.split("\f").slice(0, -1);
    assert.ok(pages[0].replace(/\s/g, "").includes("https://www.example.jp/ouchi/"), `${type}: the address on page one`);
    for (const [at, words] of pages.entries()) assert.ok(words.trim().length > 40, `${type}: page ${at + 1} is empty`);
    if (type !== "deskless") assert.ok(pages.length <= 4, `${type}: ${pages.length} pages`);
  }
});

test("the second visit needs no network, under a sub-path; a page never seen says so kindly", async () => {
  const context = await chromium.newContext({ viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto(`${site.url}index.html`);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  await page.goto(`${site.url}${named(LONG)}`);
  await page.goto(`${site.url}find/care-plan/index.html`);
  await page.waitForTimeout(500);
  await context.setOffline(true);
  await page.goto(`${site.url}index.html`);
  assert.ok(await page.locator('a[href="tel:119"]').count(), "home, with 119");
  await page.goto(`${site.url}${named(LONG)}`);
  assert.ok(await page.locator('main a[href^="tel:"]').count(), "a facility that was read");
  await page.goto(`${site.url}find/care-plan/index.html?with=weekday`);
  assert.match(await page.title(), /ケアマネ/);
  await page.goto(`${site.url}events/index.html`);
  assert.match(page.url(), /offline\.html$/);
  assert.ok(await page.locator('a[href="tel:119"]').count(), "119 stands on the page without a network");
  // The network first: what changed is seen as soon as there is one again.
  await context.setOffline(false);
  await page.goto(`${site.url}events/index.html`);
  assert.doesNotMatch(page.url(), /offline/);
  await context.close();
});
