// A key pressed with 10,000 facilities on a phone four times slower than this machine. Counted generously: other work
// may run beside the tests; the figure is printed.
import { test } from "node:test";
import assert from "node:assert/strict";
import { browser, serve } from "../browser/support.mjs";

const ROWS = 10_000;
const LIMIT = Number(process.env.OUCHI_PAINT_LIMIT || 200);

test(`search paints in ${LIMIT} ms with ${ROWS} rows at 4x throttle`, async (t) => {
  const site = await serve();
  const chromium = await browser();
  const page = await chromium.newPage({ viewport: { width: 360, height: 740 } });
  await page.goto(`${site.url}find/index.html`);
  await page.focus("input[name=q]");
  await page.waitForFunction(() => globalThis.ouchi.finder);
  await page.evaluate((rows) => {
    const own = globalThis.ouchi.search.facilities;
    const copy = own.slice();
    while (own.length < rows) own.push(copy[own.length % copy.length]);
    own.length = rows;
  }, ROWS);
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  const taken = [];
  for (const words of ["み", "見本", "ｸﾘﾆｯｸ", "南流山", "看護", "えどがわだい", "ありえない"]) {
    taken.push(await page.evaluate((typed) => new Promise((done) => {
      const input = document.querySelector("input[name=q]");
      input.value = typed;
      const from = performance.now();
      input.dispatchEvent(new Event("input", { bubbles: true }));
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => done(performance.now() - from);
        channel.port2.postMessage(0);
      });
    }), words));
    await page.waitForTimeout(60);
  }
  await chromium.close();
  site.close();
  const sorted = taken.slice().sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  t.diagnostic(`keystroke to paint, ms: ${taken.map((one) => one.toFixed(0)).join(" ")}; median ${middle.toFixed(0)}`);
  assert.ok(middle <= LIMIT, `median ${middle.toFixed(0)} ms`);
});
