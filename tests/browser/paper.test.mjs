// What comes out of the printer.
import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { browser, pageTypes, serve } from "./support.mjs";

let site, chromium, folder;
before(async () => { [site, chromium] = [await serve(), await browser()]; folder = mkdtempSync(join(tmpdir(), "ouchi-")); });
after(async () => { await chromium.close(); site.close(); rmSync(folder, { recursive: true }); });

/** Text of every printed page. */
async function print(path, options = {}) {
  const page = await chromium.newPage();
  await page.goto(site.url + path);
  const bytes = await page.pdf({ format: "A4", printBackground: false, preferCSSPageSize: true, ...options });
  await page.close();
  const file = join(folder, "page.pdf");
  writeFileSync(file, bytes);
  const result = spawnSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
  assert.equal(result.status, 0, "pdftotext (poppler-utils) is needed");
  return result.stdout.split("\f").slice(0, -1);
}

test("a facility prints on at most two pages, none of them blank", async () => {
  const pages = await print(pageTypes().facility);
  assert.ok(pages.length <= 2, `${pages.length} pages`);
  pages.forEach((text, at) => assert.ok(text.trim().length > 40, `page ${at + 1} is blank`));
  assert.match(pages[0], /04-0000-/);
});

test("an area sheet has its map and the first numbers on page one, and no blank page", async () => {
  const pages = await print(pageTypes().sheet);
  pages.forEach((text, at) => assert.ok(text.trim().length > 40, `page ${at + 1} is blank`));
  assert.match(pages[0], /見本/);
  assert.match(pages.join("\n"), /04-0000-/);
});

test("papers to write on fill one sheet, with lines to write on and the desks, and nothing else is on it", async () => {
  for (const path of ["discharge-list/index.html", "family-meeting/index.html", "card/index.html"]) {
    const pages = await print(path);
    assert.equal(pages.length, 1, path);
    assert.match(pages[0], /見本 南部高齢者なんでも相談室\s+04-0000-/, path);
    assert.doesNotMatch(pages[0], /まちがいを知らせる|^ことば/m, path);
  }
});

test("a list prints every number it shows", async () => {
  const pages = await print(pageTypes().service);
  assert.match(pages.join("\n"), /04-0000-/);
  pages.forEach((text, at) => assert.ok(text.trim().length > 20, `page ${at + 1} is blank`));
});
