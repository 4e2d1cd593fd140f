// Narrowing, coming, keeping: by links without JavaScript, at once with it.
import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { browser, dist, facilities, htmlPages, pageTypes, serve } from "./support.mjs";

let site, chromium;
before(async () => { [site, chromium] = [await serve(), await browser()]; });
after(async () => { await chromium.close(); site.close(); });
const text = (path) => readFileSync(join(dist, path), "utf8");
const listed = (html) => [...html.matchAll(/<li class="card" data-facility="([^"]+)"/g)].map((match) => match[1]);
const phone = { width: 360, height: 740 };

test("every filter is a link to a page that works without JavaScript", async () => {
  const context = await chromium.newContext({ javaScriptEnabled: false, viewport: phone });
  const page = await context.newPage();
  await page.goto(`${site.url}find/index.html`);
  const links = await page.locator("[data-narrow] a[data-with]").evaluateAll((all) => all.map((one) => [one.getAttribute("data-with"), one.getAttribute("href"), one.textContent]));
  const ids = links.map(([id]) => id);
  for (const wanted of ["house-call", "night-contact", "end-of-life", "new-patients", "tube-feeding", "oxygen", "ventilator", "weekday", "evening"]) {
    assert.ok(ids.includes(wanted), `no filter ${wanted}`);
  }
  await page.locator("[data-narrow] summary").click();
  await page.locator('a[data-with="ventilator"]').click();
  assert.match(await page.locator("h1").textContent(), /人工呼吸器/);
  const said = Number(links.find(([id]) => id === "ventilator")[2].match(/(\d+)件/)[1]);
  assert.equal(await page.locator("li.card").count(), said, "as many as the link said");
  assert.ok(await page.locator('li.card a[href^="tel:"]').count());
  await context.close();
});

test("filters combine at once, stand in the address, and the way back leads here again", async () => {
  const page = await chromium.newPage({ viewport: phone });
  await page.goto(`${site.url}find/home-visit/index.html`);
  const before = await page.locator("[data-static] li.card").count();
  await page.locator("[data-narrow] summary").click();
  await page.locator('button[data-with="end-of-life"]').click();
  await page.locator('button[data-with="night-contact"]').click();
  await page.waitForFunction(() => /件/.test(document.querySelector("[data-search-count]").textContent));
  assert.equal(await page.locator("[data-search-count]").getAttribute("role"), "status", "announced");
  const both = new Set(listed(text("with/night-contact/index.html")));
  const third = new Set(listed(text("find/end-of-life/index.html")));
  const expected = listed(text("find/home-visit/index.html").split("registered-list")[0]).filter((id) => both.has(id) && third.has(id));
  const shown = await page.locator("[data-search-results] > ol li.card").evaluateAll((all) => all.map((one) => one.dataset.facility));
  assert.ok(expected.length > 0 && expected.length < before);
  assert.deepEqual(shown.slice().sort(), expected.slice().sort(), "the same as the pre-built lists say");
  assert.match(page.url(), /with=end-of-life,night-contact/);
  const numbers = await page.locator("[data-search-results] .card__number").allTextContents();
  assert.deepEqual(numbers, numbers.map((_, at) => String(at + 1)), "every number once, also of those that only registered");
  await page.locator("[data-search-results] .card__name a").first().click();
  await page.goBack();
  await page.locator("[data-search-results] li.card").first().waitFor();
  assert.equal(await page.locator('button[data-with="night-contact"]').getAttribute("aria-pressed"), "true");
  assert.equal(await page.locator("[data-static]:visible").count(), 0, "the whole list steps back");
  await page.close();
});

test("nothing found is answered with advice and the desk's number", async () => {
  const page = await chromium.newPage({ viewport: phone });
  await page.goto(`${site.url}find/index.html?q=${encodeURIComponent("ありえないことば")}&area=south`);
  await page.locator(".found__none").waitFor();
  assert.match(await page.locator(".found__none").textContent(), /電話/);
  assert.equal(await page.locator('.found__none a[href^="tel:"]').count(), 1, "the desk of the area alone");
  await page.close();
});

test("a chosen town sorts by distance, said to be a straight line", async () => {
  const page = await chromium.newPage({ viewport: phone });
  const town = await page.goto(`${site.url}find/home-visit/index.html`).then(() => page.evaluate(() => globalThis.ouchi.loadSearch().then(() => globalThis.ouchi.search.towns.find((one) => one[4])[0])));
  await page.goto(`${site.url}find/home-visit/index.html?town=${encodeURIComponent(town)}`);
  await page.locator("[data-search-results] li.card").first().waitFor();
  const far = await page.locator("[data-search-results] > ol .card__where").evaluateAll((all) => all.map((one) => one.textContent.match(/直線 約([\d.]+)(k?m)/)).filter(Boolean).map((m) => Number(m[1]) * (m[2] === "km" ? 1000 : 1)));
  assert.ok(far.length > 3);
  assert.deepEqual(far, far.slice().sort((a, b) => a - b));
  await page.close();
});

test("who comes: declared apart from asked by phone, without JavaScript by area, with it by town", async () => {
  const path = pageTypes().visit;
  const html = text(path);
  const [declared, open] = [/来ると答えたところ/, /対応地域は電話で確認/];
  assert.match(html, declared);
  assert.match(html, open);
  assert.match(html, /16km/);
  assert.match(html, /優劣ではありません/);
  const area = facilities.find((one) => html.includes(`${one.properties.area}に来てくれるところ`)).properties.area;
  for (const block of html.split('data-visit-group="declared"').slice(1)) {
    for (const card of block.split("</ul><")[0].split('<li class="card"').slice(1)) {
      if (!card.includes("data-facility") || !card.includes("card__where")) continue;
      if (card.includes("data-visit-group")) break;
      assert.match(card, /対応する地域/, "who is listed as declared shows what it declared");
    }
  }
  const context = await chromium.newContext({ javaScriptEnabled: false });
  const still = await context.newPage();
  await still.goto(`${site.url}visit/index.html`);
  await still.locator(".visit__towns a").first().click();
  assert.ok(await still.locator('a[href^="tel:"]').count() > 3);
  await context.close();
  const page = await chromium.newPage({ viewport: phone });
  await page.goto(`${site.url}visit/index.html`);
  const link = page.locator(`.visit__towns a[href*="${path.split("/")[1]}"]`).first();
  const town = (await link.evaluate((one) => one.firstChild.textContent)).trim();
  await link.click();
  await page.waitForFunction((name) => document.querySelector("h1").textContent.startsWith(name), town);
  assert.match(await page.locator("[data-visit-order]").textContent(), /近い順/);
  assert.ok(area);
  await page.close();
});

test("the shortlist is kept, noted, compared, shared by ids alone and forgotten", async () => {
  const context = await chromium.newContext({ viewport: phone });
  const page = await context.newPage();
  await page.goto(`${site.url}find/home-visit/index.html`);
  const ids = await page.locator("li.card").evaluateAll((all) => all.slice(0, 3).map((one) => one.dataset.facility));
  for (const at of [0, 1]) await page.locator("li.card .keep").nth(at).click();
  assert.equal((await page.locator("[data-kept] .number").textContent()).trim(), "2");
  await page.goto(`${site.url}facility/${ids[2]}.html`);
  await page.locator(".keep").first().click();
  await page.locator("[data-kept]").click();
  await page.locator("[data-shortlist] li.card").nth(2).waitFor();
  assert.equal(await page.locator("table.compare thead th").count(), 3);
  assert.equal(await page.locator(".shortlist__map text.map-pin-number").count() > 0, true);
  await page.locator("textarea").first().fill("水曜に電話する");
  await page.reload();
  assert.equal(await page.locator("textarea").first().inputValue(), "水曜に電話する");
  await page.getByRole("button", { name: "家族などに送る" }).click();
  const link = await page.locator(".shortlist__link").inputValue();
  assert.deepEqual(link.match(/\?ids=(.*)$/)[1].split(","), ids, "ids alone");
  const other = await (await chromium.newContext({ viewport: phone })).newPage();
  await other.goto(link);
  await other.locator("[data-shortlist] li.card").nth(2).waitFor();
  assert.equal(await other.locator("[data-kept]:visible").count(), 0, "what was sent is not kept unasked");
  await page.getByRole("button", { name: "ぜんぶ消す" }).click();
  assert.equal(await page.locator("[data-shortlist] li.card").count(), 0);
  assert.equal(await page.evaluate(() => localStorage.length), 0);
  await page.getByRole("button", { name: "元にもどす" }).click();
  assert.equal(await page.locator("[data-shortlist] li.card").count(), 3);
  await context.close();
});

test("where nothing may be stored the shortlist still works for the page, and says so", async () => {
  const page = await chromium.newPage({ viewport: phone });
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.addInitScript(() => Object.defineProperty(globalThis, "localStorage", { get() { throw new Error("refused"); } }));
  await page.goto(`${site.url}shortlist/index.html?ids=${facilities.slice(0, 2).map((one) => one.id).join(",")}`);
  await page.locator("[data-shortlist] li.card").first().waitFor();
  await page.getByRole("button", { name: "自分の一覧に加える" }).click();
  assert.match(await page.locator("[data-shortlist]").textContent(), /覚えておけません/);
  assert.deepEqual(errors, []);
  await page.close();
});

test("towns are found by their reading, and so are the facilities there", async () => {
  const page = await chromium.newPage({ viewport: phone });
  await page.goto(`${site.url}find/index.html?q=${encodeURIComponent("みなみながれやま")}`);
  await page.locator("[data-search-results] li.card").first().waitFor();
  await page.waitForFunction(() => /件/.test(document.querySelector("[data-search-count]").textContent));
  const count = Number((await page.locator("[data-search-count]").textContent()).match(/(\d+)件/)[1]);
  const there = facilities.filter((one) => /南流山/.test(one.properties.address)).length;
  assert.ok(count >= there && there > 0, `${count} of ${there}`);
  assert.ok(await page.locator("[data-search-results] li.card").count() <= 30, "thirty at a time");
  await page.close();
});

test("the finder costs nothing before it is wanted", () => {
  for (const path of htmlPages().filter((one) => !/^facility\//.test(one))) {
    assert.ok(!/<script[^>]+src="[^"]*(finder|shortlist|visit|search)\.js/.test(text(path)), path);
  }
});
