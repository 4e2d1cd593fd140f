// What people come for is at most three taps from home, with JavaScript off.
import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { browser, serve } from "./support.mjs";

let site, chromium, context;
before(async () => {
  [site, chromium] = [await serve(), await browser()];
  context = await chromium.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
});
after(async () => { await chromium.close(); site.close(); });

/** Follows the links, named by the words people read, and returns the page it ends on. */
async function walk(...taps) {
  assert.ok(taps.length <= 3, `${taps.length} taps`);
  const page = await context.newPage();
  await page.goto(`${site.url}index.html`);
  for (const words of taps) {
    const link = page.getByRole("link", { name: words }).first();
    assert.ok(await link.count(), `no link ${words} on ${page.url()}`);
    const href = await link.getAttribute("href");
    assert.ok(!/^[a-z]+:/.test(href), `${words} leaves the site`);
    await page.goto(new URL(href, page.url()).href);
  }
  return page;
}

const reads = async (page, pattern) => assert.match(await page.locator("main").innerText(), pattern);

test("a night-time contact", async () => {
  const page = await walk();
  assert.ok(await page.locator('main a[href="tel:%237119"]').count());
  await reads(page, /18時から翌朝8時/);
});

test("a clinic that visits 南流山 and accepts new patients", async () => {
  const list = await walk(/^訪問診療/, /^南部/);
  const cards = await list.locator("main li.card h3 a").evaluateAll((links) => links.map((link) => link.href));
  let found = 0;
  for (const href of cards) {
    await list.goto(href);
    const says = async (name) => (await list.locator(".fact", { hasText: name }).allInnerTexts()).join(" ");
    const accepts = /受け入れている|相談に応じる/.test(await says("新しい方の受け入れ"));
    if (accepts && /南流山|南部|市内全域/.test(await says("対応する地域"))) found += 1;
  }
  assert.ok(found, "nobody in the south says so");
});

test("how to prepare for discharge", async () => {
  const page = await walk(/^入院・退院のとき/);
  await reads(page, /退院の前に、病院で聞いておくこと/);
  assert.ok((await page.locator("main .tick").count()) > 5, "a checklist");
});

test("what ACP is", async () => {
  await reads(await walk(/最期のときを考える/, /ACP（人生会議）/), /くり返し話し合っておくこと/);
});

test("the next public lecture", async () => {
  const page = await walk(/市民公開講座/);
  await reads(page, /2026年11月29日（日）13:30/);
  assert.ok(await page.locator('main a[href$="event.ics"]').count());
});

test("the latest minutes", async () => {
  await reads(await walk(/^資料/, /会議録$/), /決まったこと/);
});

test("this year's survey result", async () => {
  await reads(await walk(/^調査と数字/), /令和8年度[\s\S]*答えた数/);
});

test("the form for 連携シート", async () => {
  const page = await walk(/^資料/, /連携シート/);
  const href = await page.locator('main a[href$=".pdf"]').first().getAttribute("href");
  const answer = await page.request.get(new URL(href, page.url()).href);
  assert.equal(answer.status(), 200);
});

test("whom to ask in 江戸川台", async () => {
  const page = await walk(/^相談する/);
  const row = page.locator("main tr", { hasText: "江戸川台" }).first();
  assert.ok(await row.locator('a[href^="tel:"]').count(), "a number beside the town");
});

test("what the script hides is over, and the records of the library are not", async () => {
  const own = await chromium.newContext();
  const page = await own.newPage();
  await page.goto(`${site.url}library/index.html`);
  const records = page.locator('main a[href*="tsumugu-2023-"]');
  assert.ok(await records.count() >= 4);
  for (const record of await records.all()) assert.ok(await record.isVisible(), await record.innerText());
  await page.clock.setFixedTime(new Date("2026-11-30T09:00:00+09:00"));
  await page.goto(`${site.url}events/index.html`);
  const hidden = await page.locator("main .shelf[data-until]").evaluateAll((all) => all.map((one) => one.hidden));
  assert.deepEqual(hidden, [true], "the lecture of the day before");
  await own.close();
});

test("no text shows some of a long list before the others", async () => {
  const page = await walk(/^ふだんの療養/);
  const counts = await page.locator(".within").evaluateAll((all) =>
    all.map((one) => [Number(/（(\d+)\u2060?件/.exec(one.querySelector(".more").textContent)?.[1] || 0), one.querySelectorAll("[data-facility]").length]));
  assert.ok(counts.length > 8);
  for (const [all, shown] of counts) assert.ok(shown === 0 || shown === all, `${shown} of ${all}`);
});

test("what must be done before a discharge stands before everything else, the call first", async () => {
  const page = await walk(/^入院・退院のとき/);
  const heads = await page.locator("main h2").allInnerTexts();
  assert.deepEqual(heads.slice(0, 2).map((head) => head.replace(/\s/g, "")), ["まず、ここに電話します", "退院まで、あと数日のとき"]);
  assert.ok(await page.locator('main a[href$="discharge-list/index.html"]').count());
});

test("the emergency card is filled in and printed here, and nothing leaves or stays", async () => {
  const own = await chromium.newContext();
  const page = await own.newPage();
  await page.goto(`${site.url}card/index.html`);
  const sent = [];
  page.on("request", (request) => sent.push(request.url()));
  const fields = page.locator("[data-kit] input");
  for (let at = 0; at < await fields.count(); at += 1) await fields.nth(at).fill(`見本${at}`);
  await fields.first().press("Enter");
  await page.waitForTimeout(300);
  assert.deepEqual(sent, []);
  assert.equal(await fields.first().inputValue(), "見本0", "Enter does not wipe it");
  assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]), [0, 0, ""]);
  await page.reload();
  assert.equal(await fields.first().inputValue(), "");
  await own.close();
});

test("the test result page names what axe tests and the pages that are tested", async () => {
  const { load, pageTypes } = await import("./support.mjs");
  const axe = load("axe-core");
  const tested = new Set();
  for (const rule of axe.getRules(["wcag2a", "wcag2aa"])) {
    for (const tag of rule.tags) {
      const parts = /^wcag(\d)(\d)(\d+)$/.exec(tag);
      if (parts) tested.add(parts.slice(1).join("."));
    }
  }
  const page = await walk(/^アクセシビリティ/);
  const listed = await page.locator("[data-criteria] tbody tr").count();
  assert.equal(listed, 38);
  const machine = await page.locator("[data-machine]").evaluateAll((rows) => rows.map((row) => row.dataset.machine));
  const wrong = machine.filter((number) => !tested.has(number));
  assert.deepEqual(wrong, [], "claims to be tested by a machine");
  const pages = await page.locator("[data-tested] td").allInnerTexts();
  const types = Object.values(pageTypes()).filter((path) => !/^(404|area|facility|find\/home|print\/.+-)/.test(path));
  for (const path of types) assert.ok(pages.includes(path), `${path} is tested and not named`);
});
