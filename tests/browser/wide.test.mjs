// The site of a prefecture or of the country (OUCHI_WIDE) under a city's budgets: tests/wide.rs writes a small country, the
// full run makes a prefecture of 20,000 facilities.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { gzipSync } from "node:zlib";
import { axe, browser, htmlPages, listen, serve } from "./support.mjs";

const wide = process.env.OUCHI_WIDE;
if (!wide) throw new Error("OUCHI_WIDE names no site: OUCHI_WIDE=FOLDER cargo test --test wide writes one");
const read = (path) => readFileSync(join(wide, path), "utf8");
const sizes = new Map();
const gzip = (path) => sizes.get(path) ?? sizes.set(path, gzipSync(readFileSync(join(wide, path)), { level: 9 }).length).get(path);
const all = htmlPages(wide);
const areas = readdirSync(join(wide, "area")).filter((name) => /^\d{5}$/.test(name));
const many = areas.filter((area) => all.includes(`area/${area}/2.html`));
const codes = [...new Set(areas.map((area) => area.slice(0, 2)))];
const services = readdirSync(join(wide, "find"), { withFileTypes: true }).filter((one) => one.isDirectory()).map((one) => one.name);
const busy = services.find((service) => all.includes(`find/${service}/${areas[0]}.html`));

/** Search data as a browser holds it: every file is a classic script. */
function data() {
  const ouchi = { rows: (_weeks, _sources, rows) => ouchi.search.facilities.push(...rows) };
  const run = (path) => new Function("window", "ouchi", read(path))({ ouchi }, ouchi);
  run("data/search.js");
  for (let part = 2; part <= ouchi.search.parts; part += 1) run(`data/search-${part}.js`);
  return ouchi.search;
}
const search = data();

const pages = () => {
  const area = many[0] || areas[0];
  const last = all.filter((path) => path.startsWith(`area/${area}/`) && /\/\d+\.html$/.test(path)).sort((a, b) => parseInt(a.split("/")[2], 10) - parseInt(b.split("/")[2], 10)).pop();
  return {
    home: "index.html", find: "find/index.html", service: `find/${busy}/index.html`, list: `find/${busy}/${areas[0]}.html`,
    ...(codes.length > 1 && { district: `area/p${codes[0]}/index.html`, serviceIn: `find/${busy}/p${codes[0]}.html` }),
    areas: "area/index.html", area: `area/${area}/index.html`, second: `area/${area}/2.html`, last,
    facility: all.find((path) => path.startsWith("facility/")), visit: "visit/index.html", map: "map/index.html",
    shortlist: "shortlist/index.html", print: "print/index.html", data: "data/index.html", about: "about/index.html",
    consult: "consult/index.html", survey: "survey/index.html", notFound: "404.html",
  };
};

let site;
let chromium;
before(async () => {
  site = await serve(wide);
  chromium = await browser();
});
after(async () => {
  await chromium.close();
  site.close();
});

test("what scripts load comes in pieces of 200 KB, lists in pages of 300", () => {
  for (const name of readdirSync(join(wide, "data")).filter((file) => file.endsWith(".js"))) {
    assert.ok(gzip(`data/${name}`) <= 200_000, `${name}: ${gzip(`data/${name}`)}`);
  }
  let longest = 0;
  for (const path of all.filter((one) => /^(area|find)\//.test(one))) {
    const rows = read(path).match(/<li class="(card|line)"/g) || [];
    longest = Math.max(longest, rows.length);
    assert.ok(rows.length <= 300, `${path}: ${rows.length} rows`);
  }
  assert.ok(longest > 200, `a list was long enough to be cut: ${longest}`);
});

test("every first view is light, and its script too", (t) => {
  for (const [type, path] of Object.entries(pages())) {
    const html = read(path);
    const linked = (pattern) => [...html.matchAll(pattern)].map((match) => posix.join(posix.dirname(path), match[1].replace(/^https?:\/\/[^/]+\/map\//, path.includes("/") ? "../" : "")));
    const scripts = linked(/<script[^>]+src="([^"]+)"/g);
    const styles = linked(/<link[^>]+rel="stylesheet"[^>]+href="([^"]+)"/g);
    assert.ok(scripts.length && styles.length, `${type}: what it loads was found`);
    const script = scripts.reduce((sum, one) => sum + gzip(one), 0);
    const weight = gzip(path) + script + styles.reduce((sum, one) => sum + gzip(one), 0);
    t.diagnostic(`${type.padEnd(10)} ${String(weight).padStart(6)} B, script ${script} B`);
    assert.ok(weight <= 40_000, `${type} ${path}: ${weight} B`);
    assert.ok(script <= 15_000, `${type}: script ${script} B`);
  }
});

test("every page type is without a barrier, fits a small screen and asks nobody else", async () => {
  for (const width of [360, 1280]) {
    const context = await chromium.newContext({ viewport: { width, height: 740 }, bypassCSP: true });
    const page = await context.newPage();
    for (const [type, path] of Object.entries(pages())) {
      if (type === "notFound") continue; // its address is the one that the settings name
      const said = listen(page);
      const asked = [];
      page.removeAllListeners("request");
      page.on("request", (request) => asked.push(request.url()));
      await page.goto(site.url + path);
      assert.deepEqual(asked.filter((url) => !url.startsWith(site.url) && !url.startsWith("data:")), [], type);
      assert.deepEqual(await axe(page), [], `${type} at ${width}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth), false, `${type} at ${width}: no sideways scrolling`);
      const small = await page.evaluate(() => [...document.querySelectorAll("main .button, main .choice, main .row, main .card__phone, main .keep, main .search__input, main .linkrow a")]
        .filter((one) => one.getClientRects().length && one.getBoundingClientRect().height < 44).map((one) => one.outerHTML.slice(0, 90)));
      assert.deepEqual(small, [], `${type} at ${width}: targets of 44 px`);
      assert.deepEqual(said, [], type);
    }
    await context.close();
  }
});

test("without scripts a reader comes from home to a phone number by four taps, and every name and phone is on a list", async () => {
  const page = await (await chromium.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } })).newPage();
  await page.goto(`${site.url}index.html`);
  await page.locator(`main a[href^="find/${busy}/"]`).first().click();
  if (codes.length > 1) await page.locator(`main a[href*="p${codes[0]}."]`).click();
  await page.locator(`main .linkrow a[href*="${areas[0]}.html"], main a[href="${areas[0]}.html"], main a[href*="/${areas[0]}.html"]`).first().click();
  assert.match(page.url(), new RegExp(`find/${busy}/${areas[0]}\\.html$`));
  const name = await page.locator("main .card__name a").first().innerText();
  await page.locator("main .card__name a").first().click();
  assert.equal((await page.locator("h1").innerText()).replace(/\s/g, ""), name.replace(/\s/g, ""));
  await page.context().close();
  const listed = new Map();
  for (const path of all.filter((one) => /^area\/\d/.test(one))) {
    for (const card of read(path).split('<li class="card" data-facility="').slice(1)) listed.set(card.slice(0, card.indexOf('"')), card.slice(0, card.indexOf("</li>\n<li class=\"card\"") >>> 0));
  }
  assert.ok(search.facilities.length > 1000);
  for (const row of search.facilities) {
    const card = listed.get(row[0]);
    assert.ok(card, `${row[1]} is on no list`);
    assert.ok(!row[5] || card.includes(row[5]), `${row[1]}: ${row[5]} is on its list`);
  }
});

test("a name is found from home without a place, with few files, and its card keeps name and phone", async () => {
  const page = await (await chromium.newContext({ viewport: { width: 360, height: 740 } })).newPage();
  const row = search.facilities.find((one) => one[5] && one[1].length > 8);
  const asked = [];
  page.on("request", (request) => asked.push(request.url().slice(site.url.length)));
  await page.goto(`${site.url}index.html`);
  assert.ok(!asked.some((path) => path.startsWith("data/")), "nothing is brought before it is asked for");
  await page.fill("main input[name=q]", row[1]);
  const card = page.locator(`[data-search-results] .card[data-facility="${row[0]}"]`);
  await card.waitFor();
  assert.ok((await card.innerText()).includes(row[5]));
  assert.ok(!asked.some((path) => path.startsWith("data/search-")), "no municipality is brought for a name");
  assert.ok(asked.filter((path) => path.startsWith("data/names-")).length <= 3);
  // By its reading, and in the address for the way back.
  await page.fill("main input[name=q]", row[2]);
  await card.waitFor();
  await page.reload();
  await card.waitFor();
  await card.locator(".keep").click();
  await page.fill("main input[name=q]", "ありえないなまえ");
  await page.locator(".found__none").waitFor();
  assert.ok(await page.locator('.found__none a[href="area/index.html"]').isVisible());
  await page.goto(`${site.url}shortlist/index.html`);
  const kept = page.locator("[data-shortlist] .card");
  await kept.first().waitFor();
  assert.ok((await kept.first().innerText()).includes(row[5]));
  await page.context().close();
});

test("words that name a place look inside it, and lead there", async () => {
  const page = await (await chromium.newContext({ viewport: { width: 360, height: 740 } })).newPage();
  const row = search.facilities.find((one) => one[5] && one[4] !== null && one[1].length > 8 && /^\d/.test(search.areas[one[4]][0]));
  const area = search.areas[row[4]];
  await page.goto(`${site.url}index.html`);
  // A part of the name from its middle: inside a place any part is found.
  await page.fill("main input[name=q]", `${area[1]} ${row[1].slice(2)}`);
  await page.locator(`[data-search-results] .card[data-facility="${row[0]}"]`).waitFor();
  assert.ok(await page.locator(`.found__ways a[href="area/${area[0]}/index.html"]`).isVisible());
  for (const id of await page.locator("[data-search-results] .card").evaluateAll((cards) => cards.map((card) => card.getAttribute("data-facility")))) {
    assert.equal(search.facilities.find((one) => one[0] === id)[4], row[4], "only from there");
  }
  await page.context().close();
});

test("a municipality's page searches and draws only its own", async () => {
  const page = await (await chromium.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  const asked = [];
  page.on("request", (request) => asked.push(request.url().slice(site.url.length)));
  const area = areas[areas.length - 1];
  const at = search.areas.findIndex((one) => one[0] === area);
  const row = search.facilities.find((one) => one[4] === at);
  await page.goto(`${site.url}area/${area}/index.html`);
  await page.fill("main input[name=q]", row[1]);
  await page.locator(`[data-search-results] .card[data-facility="${row[0]}"]`).waitFor();
  const parts = asked.filter((path) => path.startsWith("data/search-"));
  const [first, last] = search.shards[area];
  assert.deepEqual(parts.sort(), Array.from({ length: last - first + 1 }, (_, n) => `data/search-${first + n}.js`).sort());
  await page.locator("[data-open-map]").click();
  await page.locator(".street-map__pin, .leaflet-interactive").first().waitFor();
  await page.goto(`${site.url}map/index.html`);
  assert.equal(await page.locator("[data-open-map]").count(), 0, "no map of everything is offered");
  assert.doesNotMatch(await page.locator("main").innerText(), /^0件$|[^0-9]0件/, "places say how many they have");
  await page.context().close();
});

test("the shortlist holds what was chosen in several places, is sent with them, and survives missing data", async () => {
  const context = await chromium.newContext({ viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  const chosen = [areas[0], areas[areas.length - 1]].map((area) => {
    const at = search.areas.findIndex((one) => one[0] === area);
    return { area, row: search.facilities.find((one) => one[4] === at && one[5]) };
  });
  await page.goto(`${site.url}area/${chosen[0].area}/index.html`);
  await page.locator(`.card[data-facility="${chosen[0].row[0]}"] .keep`).click();
  await page.goto(`${site.url}facility/${chosen[1].row[0]}.html`);
  await page.locator(".keep").first().click();
  const asked = [];
  page.on("request", (request) => asked.push(request.url().slice(site.url.length)));
  await page.goto(`${site.url}shortlist/index.html`);
  await page.locator("[data-shortlist] .card").nth(1).waitFor();
  const text = await page.locator("[data-shortlist]").innerText();
  for (const { row } of chosen) assert.ok(text.includes(row[1]) && text.includes(row[5]), row[1]);
  assert.equal(await page.locator("[data-shortlist] .source").filter({ hasText: "えらんだとき" }).count(), 0, "read from the data");
  const parts = new Set(chosen.flatMap(({ area }) => search.shards[area]));
  assert.ok(asked.filter((path) => path.startsWith("data/search-")).length <= parts.size + 2, "only their municipalities are brought");
  await page.getByRole("button", { name: "家族などに送る" }).click();
  const link = await page.locator(".shortlist__link").inputValue();
  // Somebody else opens what was sent.
  const other = await (await chromium.newContext()).newPage();
  await other.goto(link);
  await other.locator("[data-shortlist] .card").nth(1).waitFor();
  const sent = await other.locator("[data-shortlist]").innerText();
  for (const { row } of chosen) assert.ok(sent.includes(row[1]) && sent.includes(row[5]), `${row[1]} was sent`);
  await other.context().close();
  await page.route("**/data/search*", (route) => route.abort());
  await page.reload();
  await page.locator("[data-shortlist] .card").nth(1).waitFor();
  const left = await page.locator("[data-shortlist]").innerText();
  for (const { row } of chosen) assert.ok(left.includes(row[1]) && left.includes(row[5]), `${row[1]} without data`);
  assert.match(left, /えらんだときの番号/);
  await page.unroute("**/data/search*");
  // What is in no list any more says so, and shows no number that nobody can confirm.
  await page.evaluate(() => {
    const key = Object.keys(localStorage)[0];
    const kept = JSON.parse(localStorage.getItem(key));
    const id = kept.ids[0];
    kept.ids = ["gone1234"];
    kept.said = { gone1234: ["見本の閉じた医院", "04-0000-9999", kept.said[id][2]] };
    localStorage.setItem(key, JSON.stringify(kept));
  });
  await page.reload();
  await page.locator("[data-shortlist] .card").waitFor();
  const gone = await page.locator("[data-shortlist]").innerText();
  assert.ok(gone.includes("見本の閉じた医院") && gone.includes("いまの一覧には見つかりません") && !gone.includes("04-0000-9999"));
  await context.close();
});

test("by keyboard alone one goes from home to a facility's phone", async () => {
  const page = await (await chromium.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  await page.goto(`${site.url}area/${areas[0]}/index.html`);
  let reached = "";
  for (let step = 0; step < 150 && !reached; step += 1) {
    await page.keyboard.press("Tab");
    reached = await page.evaluate(() => (document.activeElement.matches("main .card__name a") ? document.activeElement.textContent : ""));
  }
  assert.ok(reached, "the first card is reached");
  await page.keyboard.press("Enter");
  await page.waitForURL(/facility\//);
  assert.equal((await page.locator("h1").innerText()).replace(/\s/g, ""), reached.replace(/\s/g, ""));
  await page.context().close();
});

test("the country's names are found by every beginning of theirs", () => {
  assert.ok(dirname(wide));
  const inFiles = new Map();
  search.names.forEach((border, at) => {
    const ouchi = { names: (part, _sources, lines) => { assert.equal(part, at + 1); lines.forEach((line) => { inFiles.set(line[1], line); assert.ok(line[0] >= border); }); } };
    new Function("ouchi", read(`data/names-${at + 1}.js`))(ouchi);
  });
  for (const row of search.facilities) {
    const line = inFiles.get(row[0]);
    assert.ok(line, `${row[1]} has a name`);
    assert.deepEqual([line[2], line[4], line[3]], [row[1], row[5], row[4]]);
  }
});
