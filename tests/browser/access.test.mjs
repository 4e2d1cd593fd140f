// Keyboard, zoom, contrast: what an eye, a finger or a screen reader needs.
import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { browser, htmlPages, load, pageTypes, resolvePackage, serve } from "./support.mjs";

let site, chromium;
before(async () => { [site, chromium] = [await serve(), await browser()]; });
after(async () => { await chromium.close(); site.close(); });

for (const [scheme, width] of [["light", 360], ["dark", 1280]]) {
  test(`axe finds nothing on any page type (${scheme}, ${width} px)`, async () => {
    const axe = readFileSync(resolvePackage("axe-core/axe.min.js"), "utf8");
    // The pages' own policy forbids foreign scripts, the checker's too.
    const context = await chromium.newContext({ viewport: { width, height: 800 }, colorScheme: scheme, bypassCSP: true });
    for (const [type, path] of Object.entries(pageTypes())) {
      const page = await context.newPage();
      await page.goto(site.url + path);
      await page.evaluate(axe);
      const result = await page.evaluate(() => globalThis.axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      }));
      const found = result.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html).join(" | ")}`);
      assert.deepEqual(found, [], `${type} ${path}`);
      await page.close();
    }
    await context.close();
  });
}

test("nothing scrolls sideways at 320 px and targets are at least 44 px", async () => {
  const context = await chromium.newContext({ viewport: { width: 320, height: 640 } });
  for (const [type, path] of Object.entries(pageTypes())) {
    const page = await context.newPage();
    await page.goto(site.url + path);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(over <= 0, `${type} scrolls ${over} px sideways`);
    const small = await page.evaluate(() => [...document.querySelectorAll("a[href^='tel:'], button, input, select, summary, nav a, .button")]
      .filter((one) => one.checkVisibility?.() !== false && one.getBoundingClientRect().height > 0)
      // A number inside a sentence is read, not aimed at; the same number stands elsewhere as a button.
      .filter((one) => getComputedStyle(one).display !== "inline")
      .map((one) => [one.outerHTML.slice(0, 90), Math.round(one.getBoundingClientRect().height)])
      .filter(([, height]) => height < 44));
    assert.deepEqual(small, [], type);
    await page.close();
  }
  await context.close();
});

test("the keyboard reaches a phone number from home, and focus is always visible", async () => {
  const page = await chromium.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`${site.url}index.html`);
  const walkTo = async (test, limit) => {
    for (let presses = 0; presses < limit; presses += 1) {
      await page.keyboard.press("Tab");
      const here = await page.evaluate(() => {
        const one = document.activeElement;
        // A card that is one link wears the ring itself.
        const ringed = [one, one.closest(".scene")].filter(Boolean).map((each) => getComputedStyle(each));
        const ring = ringed.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
        return { href: one.getAttribute("href") || "", ring, html: one.outerHTML.slice(0, 80) };
      });
      assert.ok(here.ring, `no visible focus on ${here.html}`);
      if (test(here.href)) return;
    }
    assert.fail("not reached by the keyboard");
  };
  await walkTo((href) => href.endsWith("find/home-visit/index.html"), 80);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  await walkTo((href) => href.startsWith("tel:"), 60);
  await page.close();
});

test("the markup is valid", async () => {
  const { HtmlValidate } = load("html-validate");
  const validate = new HtmlValidate({
    extends: ["html-validate:standard", "html-validate:a11y"],
    rules: {
      // Matters of style, not of validity.
      "doctype-style": "off", "no-trailing-whitespace": "off", "void-style": "off", "attr-quotes": "off",
      "no-implicit-close": "off", "long-title": "off", "tel-non-breaking": "off", "prefer-native-element": "off",
      "no-redundant-role": "off", "aria-label-misuse": ["error", { allowAnyNamable: true }], "wcag/h37": "off", "no-inline-style": "error",
    },
  });
  const types = new Set(Object.values(pageTypes()));
  const wrong = [];
  const { dist } = await import("./support.mjs");
  for (const path of htmlPages().filter((one) => types.has(one))) {
    const report = await validate.validateFile(`${dist}/${path}`);
    for (const result of report.results) {
      for (const message of result.messages) wrong.push(`${path}:${message.line} ${message.ruleId}: ${message.message}`);
    }
  }
  assert.deepEqual(wrong, []);
});
