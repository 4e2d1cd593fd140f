// What scripts add: search as one types, the street map over the drawn one.
import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { browser, facilities, pageTypes, serve } from "./support.mjs";

let site, chromium;
before(async () => { [site, chromium] = [await serve(), await browser()]; });
after(async () => { await chromium.close(); site.close(); });

async function results(page, words) {
  await page.locator("form[data-search] input[name=q]").first().fill(words);
  await page.waitForFunction((q) => {
    const line = document.querySelector("[data-search-count]");
    return line && line.textContent.trim() !== "" && new URL(location.href).searchParams.get("q") === q;
  }, words, { timeout: 5000 });
  await page.waitForTimeout(400);
  return page.locator("[data-search-results] li").count();
}

test("search finds by half-width kana, by another spelling, by town and by the reader's own word", async () => {
  const page = await chromium.newPage({ viewport: { width: 360, height: 740 } });
  await page.goto(`${site.url}find/index.html`);
  const name = facilities.find((one) => one.properties.kana).properties;
  const half = { "ガ": "ｶﾞ" };
  assert.ok(await results(page, name.kana.slice(0, 6).replace(/ガ/g, (c) => half[c])), "by reading");
  assert.ok(await results(page, "ｸﾘﾆｯｸ"), "half-width kana");
  assert.ok(await results(page, "特養"), "a word people use");
  assert.ok(await results(page, "南流山"), "a town");
  const none = await results(page, "ありえないことば");
  assert.equal(none, 0);
  assert.match(await page.locator("[data-search-count]").first().textContent(), /0件|見つかりません/);
  await page.close();
});

test("the street map opens, survives without tiles, and gives the focus back", async () => {
  const context = await chromium.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.route("https://cyberjapandata.gsi.go.jp/**", (route) => route.abort());
  await page.goto(site.url + pageTypes().map);
  const open = page.locator("[data-open-map]").first();
  await open.click();
  await page.locator(".leaflet-container").first().waitFor({ timeout: 10_000 });
  assert.match(await page.locator(".leaflet-control-attribution").first().textContent(), /地理院タイル/);
  await page.waitForFunction(() => /背景の地図を読み込めません。略図で表示しています/.test(document.querySelector(".street-map__said").textContent));
  assert.ok(await page.locator("path.street-map__outline").count() > 0 && await page.locator(".street-map__station").count() > 3, "the drawn ground shows");
  assert.ok(await page.locator(".leaflet-overlay-pane path, .street-map__pin").count() > 10, "and the pins on it");
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => document.activeElement?.hasAttribute("data-open-map"));
  assert.deepEqual(errors, []);
  await context.close();
});

test("a facility page says today's hours or to ask by phone, never nothing", async () => {
  const page = await chromium.newPage();
  await page.goto(site.url + pageTypes().facility);
  const today = page.locator("[data-today]");
  if (await today.count()) assert.ok((await today.first().textContent()).trim().length > 0);
  await page.close();
});
