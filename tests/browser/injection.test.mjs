// A site in whose every field something hostile was planted (tests/injection.rs with OUCHI_PLANTED): no page runs any of it.
import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { browser, htmlPages, listen, serve } from "./support.mjs";

const planted = process.env.OUCHI_PLANTED;
if (!planted || !existsSync(join(planted, "index.html"))) {
  throw new Error("no planted site: OUCHI_PLANTED=FOLDER cargo test --test injection writes it");
}

// The second site: planted in workbooks, maps, memory and settings (tests/injection_places.rs).
const places = `${planted}.places`;
if (!existsSync(join(places, "index.html"))) {
  throw new Error("no second planted site: OUCHI_PLANTED=FOLDER cargo test --test injection_places writes it");
}

let site, chromium;
before(async () => { [site, chromium] = [await serve(planted), await browser()]; });
after(async () => { await chromium.close(); site.close(); });

/** A few pages of every folder, so that every type is opened. */
function some(folder) {
  const kinds = new Map();
  for (const path of htmlPages(folder)) {
    const kind = path.split("/").slice(0, -1).join("/").replace(/^(area|with|find)\/.*/, "$1/x");
    const found = kinds.get(kind) ?? [];
    if (found.length < (kind === "facility" ? 24 : 6)) found.push(path);
    kinds.set(kind, found);
  }
  return [...kinds.values()].flat();
}

async function inert(page, path, act = async () => {}, of = site) {
  const said = listen(page);
  const away = [];
  page.on("dialog", (dialog) => { said.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => { if (!request.url().startsWith(of.url) && !request.url().startsWith("data:image/")) away.push(request.url()); });
  await page.goto(of.url + path);
  await act();
  assert.equal(await page.evaluate(() => window.planted), undefined, `${path}: it ran`);
  assert.equal(await page.locator("qzxj, [onerror], [onload], [onmouseover], [onfocus], a[href^='javascript:' i], a[href^='data:' i]").count(), 0, path);
  assert.deepEqual(away, [], path);
  assert.deepEqual(said, [], path);
}

test("no page of any type runs what was planted, asks another host, or complains", async () => {
  const pages = some(planted);
  assert.ok(pages.length > 80, `${pages.length} pages`);
  for (const path of pages) {
    const page = await chromium.newPage();
    await inert(page, path);
    await page.close();
  }
});

test("nor does any page of the site that was planted in its other places", async () => {
  const pages = some(places);
  assert.ok(pages.length > 80, `${pages.length} pages`);
  const second = await serve(places);
  try {
    for (const path of pages) {
      const page = await chromium.newPage();
      await inert(page, path, undefined, second);
      await page.close();
    }
  } finally {
    second.close();
  }
});

test("nor does the search, whatever is typed", async () => {
  for (const words of ["qzxj", "<img src=x onerror=window.planted=1>", "うえた", "\u2028"]) {
    const page = await chromium.newPage();
    await inert(page, `find/index.html?q=${encodeURIComponent(words)}`, () => page.waitForTimeout(400));
    await page.close();
  }
});
