// What a reader without JavaScript gets.
import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { browser, dist, facilities, htmlPages, pageTypes, serve } from "./support.mjs";

let site, chromium;
before(async () => { [site, chromium] = [await serve(), await browser()]; });
after(async () => { await chromium.close(); site.close(); });

const text = (path) => readFileSync(join(dist, path), "utf8");
const plain = (html) => html.replaceAll("&amp;", "&").replaceAll("&lt;", "<").replaceAll("&gt;", ">")
  .replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&#x27;", "'").replaceAll("<wbr>", "");

test("every facility's name and phone stand in its own page and in its lists", () => {
  const lists = new Map();
  for (const facility of facilities) {
    const { name, phone, service_ids: services } = facility.properties;
    const own = plain(text(`facility/${facility.id}.html`));
    assert.ok(own.includes(name), `${name} is not on its own page`);
    if (phone) assert.ok(own.includes(`href="tel:${phone.replaceAll("-", "")}"`), `${name}: no phone link`);
    else assert.ok(own.includes("電話"), `${name}: nothing said about the missing phone`);
    for (const service of services) {
      if (!lists.has(service)) {
        const parts = htmlPages().filter((path) => path.startsWith(`find/${service}/`));
        lists.set(service, plain(parts.map(text).join("\n")));
      }
      assert.ok(lists.get(service).includes(`facility/${facility.id}.html`), `${name} is not in the list of ${service}`);
      if (phone) assert.ok(lists.get(service).includes(phone), `${name}: no phone in the list of ${service}`);
    }
  }
  assert.ok(facilities.length > 200);
});

test("with JavaScript off a phone number is two taps from home", async () => {
  const context = await chromium.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto(`${site.url}index.html`);
  assert.ok(await page.locator('a[href="tel:119"]').count(), "119 is not on the first page");
  await page.locator('a[href$="find/home-visit/index.html"]').first().click();
  const phones = page.locator('li a[href^="tel:"]');
  assert.ok((await phones.count()) > 0, "no phone in the list of home visits");
  await context.close();
});

test("every page names the desk and the date of the data, and says where to report a mistake", () => {
  for (const path of htmlPages()) {
    const html = text(path);
    if (/http-equiv="refresh"/i.test(html)) continue;
    assert.match(html, /<html lang="ja"/, path);
    assert.equal(html.match(/<h1[ >]/g)?.length, 1, `${path}: one h1`);
    assert.ok(html.includes("相談"), `${path}: no desk`);
    assert.ok(/20\d\d年/.test(html), `${path}: no date`);
    assert.ok(html.includes("まちがい"), `${path}: no way to report a mistake`);
    assert.ok(html.includes("見本"), `${path}: the sample is not marked`);
    assert.match(html, /name="robots" content="noindex/, `${path}: the sample may be indexed`);
    assert.ok(!/ style="/.test(html), `${path}: inline style`);
    assert.ok(!/<script(?![^>]*\bsrc=)(?![^>]*type="application\/(ld\+)?json")/.test(html), `${path}: inline script`);
    assert.match(html, /http-equiv="Content-Security-Policy"/i, `${path}: no CSP`);
  }
});

test("invented desks say so, each of them on every page", () => {
  let desks = 0;
  for (const path of htmlPages()) {
    for (const [, name] of text(path).matchAll(/class="desk__name">([^<]*)/g)) {
      desks += 1;
      assert.match(name, /^見本/, path);
    }
  }
  assert.ok(desks > 500, `${desks}`);
  const rows = [...text("consult/index.html").matchAll(/<tr><th scope="row">.*?<\/tr>/gs)];
  assert.ok(rows.length > 30);
  for (const [row] of rows) assert.match(row, /見本/, row);
});

test("pages work under a sub-path with an empty console and no request to another host", async () => {
  const context = await chromium.newContext({ viewport: { width: 360, height: 740 } });
  for (const [type, path] of Object.entries(pageTypes())) {
    const page = await context.newPage();
    const said = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(String(error)));
    page.on("requestfailed", (request) => said.push(`failed: ${request.url()}`));
    page.on("request", (request) => {
      if (!request.url().startsWith(site.url) && !request.url().startsWith("data:")) said.push(`foreign: ${request.url()}`);
    });
    page.on("response", (response) => { if (response.status() >= 400) said.push(`${response.status()}: ${response.url()}`); });
    await page.goto(site.url + path, { waitUntil: "load" });
    assert.deepEqual(said, [], type);
    await page.close();
  }
  await context.close();
});

test("the site opens from a folder", async () => {
  const page = await chromium.newPage();
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  await page.goto(`file://${join(dist, "index.html")}`);
  await page.locator('a[href$="find/home-visit/index.html"]').first().click();
  assert.match(await page.title(), /訪問診療/);
  // Scripts, too: narrowing, searching, the street map's ground, the shortlist.
  await page.locator("[data-narrow] summary").click();
  await page.locator('button[data-with="end-of-life"]').click();
  await page.locator("[data-search-results] li.card").first().waitFor();
  await page.locator("[data-search-results] li.card .keep").first().click();
  await page.route("https://cyberjapandata.gsi.go.jp/**", (route) => route.fulfill({ status: 200, contentType: "image/png", body: Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64") }));
  await page.locator("[data-open-map]").first().click();
  await page.locator(".street-map__pin").first().waitFor();
  await page.goto(`file://${join(dist, "find/index.html")}`);
  await page.locator("main input[name=q]").fill("みなみながれやま");
  await page.locator("[data-search-results] li.card").first().waitFor();
  await page.goto(`file://${join(dist, "shortlist/index.html")}`);
  await page.locator("[data-shortlist] li.card").first().waitFor();
  assert.deepEqual(said, []);
  await page.close();
});
