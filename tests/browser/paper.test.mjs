// What comes out of the printer: how many pages, what stands on them, and that there is ink on each.
import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { browser, facilities, pageTypes, serve } from "./support.mjs";

let site, chromium, folder;
before(async () => { [site, chromium] = [await serve(), await browser()]; folder = mkdtempSync(join(tmpdir(), "ouchi-")); });
after(async () => { await chromium.close(); site.close(); rmSync(folder, { recursive: true }); });

const poppler = (command, args) => {
  const result = spawnSync(command, args, { encoding: "utf8" });
  assert.equal(result.status, 0, `${command} (poppler-utils) is needed`);
  return result.stdout;
};

/** Share of dark dots in a grey picture (PGM), in the part of its height from `from` to `to`. */
function ink(file, from = 0, to = 1) {
  const bytes = readFileSync(file);
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.subarray(0, 40).toString("latin1"));
  const [width, height] = [Number(head[1]), Number(head[2])];
  const dots = bytes.subarray(head[0].length).subarray(Math.floor(height * from) * width, Math.floor(height * to) * width);
  return dots.reduce((sum, dot) => sum + (dot < 128 ? 1 : 0), 0) / dots.length;
}

/** Text and ink of every printed page. */
async function print(path, prepare = async () => {}) {
  const page = await chromium.newPage();
  await page.goto(site.url + path);
  await prepare(page);
  const bytes = await page.pdf({ format: "A4", printBackground: false, preferCSSPageSize: true });
  await page.close();
  const file = join(folder, "page.pdf");
  writeFileSync(file, bytes);
  const texts = poppler("pdftotext", ["-layout", file, "-"]).split("\f").slice(0, -1);
  for (const old of readdirSync(folder).filter((name) => name.endsWith(".pgm"))) rmSync(join(folder, old));
  poppler("pdftoppm", ["-gray", "-r", "50", file, join(folder, "page")]);
  const pictures = readdirSync(folder).filter((name) => name.endsWith(".pgm")).sort().map((name) => join(folder, name));
  assert.equal(pictures.length, texts.length);
  return texts.map((text, at) => ({ text, picture: pictures[at] }));
}

/** No page is empty, neither of words nor of ink. */
function full(pages) {
  for (const [at, { text, picture }] of pages.entries()) {
    assert.ok(text.trim().length > 40, `page ${at + 1} has no words`);
    assert.ok(ink(picture) > 0.003, `page ${at + 1} has no ink`);
  }
}

/** The last page holds more than whom to tell of a mistake and the foot: that is no reason for another sheet. */
function ended(pages, what) {
  const lines = pages.at(-1).text.split("\n").filter((line) => line.trim());
  assert.ok(lines.length > 9, `${what}: only ${lines.length} lines on page ${pages.length}`);
}

test("a facility prints on at most two pages, number and map on the first", async () => {
  const pages = await print(pageTypes().facility);
  assert.ok(pages.length <= 2, `${pages.length} pages`);
  full(pages);
  assert.match(pages[0].text, /04-0000-/);
  assert.match(pages[0].text, /上が北/, "the map is on page one");
});

test("an area sheet is one page with its map and every number", async () => {
  const pages = await print(pageTypes().sheet);
  assert.equal(pages.length, 1);
  full(pages);
  assert.match(pages[0].text, /上が北/);
  assert.ok(pages[0].text.match(/04-0000-\d{4}/g).length >= 20);
  assert.ok(ink(pages[0].picture, 0.1, 0.55) > 0.01, "the map has ink");
});

test("papers to write on fill one sheet, with lines to write on and the desks, and nothing else is on it", async () => {
  for (const path of ["discharge-list/index.html", "family-meeting/index.html", "card/index.html"]) {
    const pages = await print(path);
    assert.equal(pages.length, 1, path);
    assert.match(pages[0].text, /見本 南部高齢者なんでも相談室\s+04-0000-/, path);
    assert.doesNotMatch(pages[0].text, /まちがいを知らせる|^ことば/m, path);
  }
});

test("a list prints its map and first numbers on page one, every number", async () => {
  const path = pageTypes().service;
  const pages = await print(path);
  full(pages);
  assert.match(pages[0].text, /上が北/);
  assert.match(pages[0].text, /04-0000-/);
  const printed = new Set(pages.flatMap(({ text }) => text.match(/04-0000-\d{4}/g) || []));
  const listed = new Set([...readFileSync(join(process.env.OUCHI_DIST || "dist", path), "utf8").matchAll(/href="tel:\d+"[^>]*><span>電話<\/span> (04-0000-\d{4})/g)].map((one) => one[1]));
  assert.ok(listed.size > 20);
  for (const number of listed) assert.ok(printed.has(number), `${number} is not printed`);
  assert.ok(pages.length <= 5, `${pages.length} pages for ${listed.size} numbers`);
});

test("the booklet has a page for every sheet", async () => {
  const sheets = await print(pageTypes().booklet);
  full(sheets);
});

test("the shortlist prints its map, its table and the notes", async () => {
  const ids = facilities.filter((one) => one.properties.phone && one.geometry).slice(0, 3).map((one) => one.id);
  const pages = await print(`shortlist/index.html?ids=${ids.join(",")}`, (page) => page.locator("[data-shortlist] li.card").nth(2).waitFor());
  full(pages);
  assert.ok(pages.length <= 3, `${pages.length} pages`);
  assert.match(pages[0].text, /駅/, "a station of the map");
  for (const { properties } of facilities.filter((one) => ids.includes(one.id))) {
    assert.ok(pages.map(({ text }) => text).join("").includes(properties.phone), properties.name);
  }
});

test("long pages end where their words end", async () => {
  for (const path of ["survey/index.html", "survey/indicators.html", "words/index.html", "about/index.html", "data/index.html", "accessibility/index.html"]) {
    const pages = await print(path);
    full(pages);
    ended(pages, path);
  }
});

test("no page type prints an empty page", async () => {
  for (const [type, path] of Object.entries(pageTypes())) {
    if (["booklet", "facility", "sheet", "service"].includes(type)) continue;
    const pages = await print(path);
    try { full(pages); } catch (error) { throw new Error(`${type}: ${error.message}`); }
  }
});

test("the drawn map is printed and never the tiles", async () => {
  const pages = await print(pageTypes().map, async (page) => {
    await page.route("https://cyberjapandata.gsi.go.jp/**", (route) => route.abort());
    await page.locator("[data-open-map]").first().click();
    await page.locator(".leaflet-container").first().waitFor();
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator(".street-map:visible").count(), 0);
    await page.emulateMedia({ media: null });
  });
  full(pages);
});

test("a scene on paper keeps the names of its lists and says where they are", async () => {
  for (const [scene, lists, named] of [["discharge", 1, true], ["daily", 1, false], ["endoflife", 1, false], ["emergency", 1, false]]) {
    const pages = await print(`scene/${scene}/index.html`);
    full(pages);
    const words = pages.map(({ text }) => text).join("\n").replace(/\s+/g, "");
    assert.ok(pages.length <= 6, `${scene}: ${pages.length} pages`);
    ended(pages, scene);
    assert.ok((words.match(/の一覧（[^）]*件）/g) ?? []).length >= lists, `${scene}: no list is named`);
    assert.match(words, /「一覧」の中身は、.*このページ.*から見られます/, scene);
    if (named) assert.match(words, /電話で確認してください。病院の相談員も、さがすのを手伝ってくれます。[^。]{0,40}・/, "what is below is below on paper too");
    const page = await chromium.newPage();
    await page.goto(site.url + `scene/${scene}/index.html`);
    assert.equal(await page.locator(".lists-on-paper").isVisible(), false, "only for paper");
    await page.close();
  }
});
