// Keyboard, zoom, contrast: what an eye, a finger or a screen reader needs.
import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { axe, browser, dist, htmlPages, load, pageTypes, serve } from "./support.mjs";

let site, chromium;
before(async () => { [site, chromium] = [await serve(), await browser()]; });
after(async () => { await chromium.close(); site.close(); });

for (const [look, options] of [
  ["light, 360 px", { viewport: { width: 360, height: 800 } }],
  ["dark, 1280 px", { viewport: { width: 1280, height: 800 }, colorScheme: "dark" }],
  ["forced colours, 768 px", { viewport: { width: 768, height: 1024 }, forcedColors: "active" }],
]) {
  test(`axe finds nothing on any page type (${look})`, async () => {
    const context = await chromium.newContext({ ...options, bypassCSP: true });
    for (const [type, path] of Object.entries(pageTypes())) {
      const page = await context.newPage();
      await page.goto(site.url + path);
      assert.deepEqual(await axe(page), [], `${type} ${path}`);
      await page.close();
    }
    await context.close();
  });
}

test("axe finds nothing in what scripts add", async () => {
  const context = await chromium.newContext({ viewport: { width: 360, height: 800 }, bypassCSP: true });
  const page = await context.newPage();
  await page.route("https://cyberjapandata.gsi.go.jp/**", (route) => route.abort());
  await page.goto(`${site.url}find/home-visit/index.html?with=end-of-life`);
  await page.locator("[data-search-results] li.card").first().waitFor();
  await page.locator("[data-open-map]").first().click();
  await page.locator(".leaflet-container").waitFor();
  assert.deepEqual(await axe(page), [], "a narrowed list with its map");
  for (const at of [0, 1]) await page.locator("[data-search-results] li.card .keep").nth(at).click();
  await page.goto(`${site.url}shortlist/index.html`);
  await page.locator("table.compare").waitFor();
  assert.deepEqual(await axe(page), [], "the shortlist");
  await context.close();
});

// A window of 1280 px shows so much at 200 % and at 400 %; 320 px is the narrowest phone.
for (const [zoom, viewport] of [["320 px", { width: 320, height: 640 }], ["200 %", { width: 640, height: 400 }], ["400 %", { width: 320, height: 256 }]]) {
  test(`nothing scrolls sideways at ${zoom}, and nothing is cut off`, async () => {
    const context = await chromium.newContext({ viewport });
    for (const [type, path] of Object.entries(pageTypes())) {
      const page = await context.newPage();
      await page.goto(site.url + path);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(over <= 0, `${type} scrolls ${over} px sideways`);
      const cut = await page.evaluate(() => [...document.querySelectorAll("main a, main button, main h1, main h2, main p")]
        .filter((one) => one.checkVisibility() && !one.closest(".scroll, .sheet__map, .results__wide, .hidden, svg") && getComputedStyle(one).position !== "absolute")
        .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
        .map((one) => one.outerHTML.slice(0, 90)));
      assert.deepEqual(cut, [], type);
      await page.close();
    }
    await context.close();
  });
}

test("targets are at least 44 px high and wide", async () => {
  const context = await chromium.newContext({ viewport: { width: 320, height: 640 } });
  for (const [type, path] of Object.entries(pageTypes())) {
    const page = await context.newPage();
    await page.goto(site.url + path);
    const small = await page.evaluate(() => [...document.querySelectorAll("a[href^='tel:'], button, input, select, summary, nav a, .button, .row, .choice, .card__name a, .more a, .ways a")]
      .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height > 0)
      // A link inside a sentence or a title is read, not aimed at; its number stands elsewhere as a button.
      .filter((one) => getComputedStyle(one).display !== "inline")
      .map((one) => [one.outerHTML.slice(0, 90), Math.round(one.getBoundingClientRect().width), Math.round(one.getBoundingClientRect().height)])
      .filter(([, width, height]) => height < 44 || width < 44));
    assert.deepEqual(small, [], type);
    await page.close();
  }
  await context.close();
});

test("no text is smaller than 16 px, and reading text is 18 px", async () => {
  const context = await chromium.newContext({ viewport: { width: 360, height: 740 } });
  for (const [type, path] of Object.entries(pageTypes())) {
    const page = await context.newPage();
    await page.goto(site.url + path);
    const small = await page.evaluate(() => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const found = new Set();
      while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        if (!walker.currentNode.textContent.trim() || parent.closest("svg, rt, script, .hidden, .qr") || !parent.checkVisibility()) continue;
        const size = parseFloat(getComputedStyle(parent).fontSize);
        if (size < 15.99) found.add(`${parent.className || parent.tagName} ${size}`);
      }
      return [...found];
    });
    assert.deepEqual(small, [], type);
    const prose = await page.evaluate(() => [...document.querySelectorAll(".prose > p")].map((one) => parseFloat(getComputedStyle(one).fontSize)).filter((size) => size < 18));
    assert.deepEqual(prose, [], type);
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

test("by keys alone: narrow a list, open its map, find the way back to the list, and to a number", async () => {
  const page = await chromium.newPage({ viewport: { width: 1280, height: 800 } });
  await page.route("https://cyberjapandata.gsi.go.jp/**", (route) => route.abort());
  await page.goto(`${site.url}find/home-visit/index.html`);
  /** Presses Tab until the focus is on what is wanted. */
  const to = async (selector, limit = 120) => {
    for (let presses = 0; presses < limit; presses += 1) {
      await page.keyboard.press("Tab");
      if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
    }
    assert.fail(`${selector} is not reached by Tab`);
  };
  await to("[data-narrow] summary");
  await page.keyboard.press("Enter");
  await page.locator('button[data-with="end-of-life"]').waitFor();
  await to('button[data-with="end-of-life"]');
  await page.keyboard.press("Space");
  await page.waitForFunction(() => /件/.test(document.querySelector("[data-search-count]").textContent));
  assert.equal(await page.evaluate(() => document.activeElement.dataset.with), "end-of-life", "the focus stays on the filter");
  const listed = await page.locator("[data-search-results] li.card").count();
  await to("[data-open-map]");
  await page.keyboard.press("Enter");
  await page.locator(".leaflet-container").waitFor();
  assert.ok(await page.evaluate(() => document.activeElement.closest(".street-map")), "the focus goes to the map");
  const pins = await page.locator(".street-map__pin").count();
  assert.ok(pins > 0 && pins <= listed, `${pins} pins of ${listed} in the list`);
  const named = await page.locator(".street-map__tools button").evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
  assert.deepEqual(named, ["地図を大きくする", "地図を小さくする", "西へ動かす", "北へ動かす", "南へ動かす", "東へ動かす", "地図をとじる"]);
  await to(".street-map__show");
  const from = await page.evaluate(() => document.activeElement.getAttribute("aria-label"));
  await page.keyboard.press("Enter");
  await page.locator(".leaflet-popup").waitFor();
  assert.ok(await page.evaluate(() => document.activeElement.closest(".street-map")), "from the list to the map");
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), from, "and back to the same line of the list");
  await page.keyboard.press("Shift+Tab");
  await to("li.card a[href^='tel:']");
  await page.close();
});

test("the markup of every page is valid", async () => {
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
  const wrong = [];
  for (const path of htmlPages()) {
    const report = await validate.validateFile(`${dist}/${path}`);
    for (const result of report.results) {
      for (const message of result.messages) wrong.push(`${path}:${message.line} ${message.ruleId}: ${message.message}`);
    }
  }
  assert.deepEqual(wrong, []);
});
