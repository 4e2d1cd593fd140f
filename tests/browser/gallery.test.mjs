// The gallery of components: every part alone, with what is hard about it, at a phone's width and in the dark.
//   cargo run --example gallery -- FOLDER; OUCHI_GALLERY=FOLDER node --test tests/browser/gallery.test.mjs
import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { axe, browser, listen, root, serve } from "./support.mjs";

const gallery = process.env.OUCHI_GALLERY || join(root, "target", "gallery");
let site, chromium;
before(async () => {
  assert.ok(existsSync(join(gallery, "index.html")), `no gallery at ${gallery}: cargo run --example gallery -- target/gallery`);
  [site, chromium] = [await serve(gallery), await browser()];
});
after(async () => { await chromium?.close(); site?.close(); });

for (const [look, options] of [["320 px", { viewport: { width: 320, height: 640 } }], ["dark, 1280 px", { viewport: { width: 1280, height: 800 }, colorScheme: "dark" }]]) {
  test(`every component alone holds together (${look})`, async () => {
    const context = await chromium.newContext({ ...options, bypassCSP: true });
    const page = await context.newPage();
    const said = listen(page);
    await page.goto(`${site.url}index.html`);
    assert.ok(await page.locator(".example").count() > 30);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(over <= 0, `scrolls ${over} px sideways`);
    // Parts that stand once on a page stand several times here, under headings of the gallery.
    const found = (await axe(page)).filter((one) => !/^(duplicate-id|landmark-|heading-order|region|page-has)/.test(one));
    assert.deepEqual(found, []);
    assert.deepEqual(said, []);
    await context.close();
  });
}
