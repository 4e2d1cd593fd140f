// Lighthouse on home, a list, a facility and a scene, as on a phone: a table with the limits of each figure.
//   OUCHI_DIST=dist node tests/full/lighthouse.mjs    (a build without noindex, or SEO cannot be read)
// The scores that count things must hold; the timed ones are printed, for other work may run beside.
import { createServer } from "node:net";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { browser, pageTypes, serve } from "../browser/support.mjs";

const RUNS = Number(process.env.OUCHI_LIGHTHOUSE_RUNS || 5);
const require = createRequire(join(dirname(fileURLToPath(import.meta.url)), "package.json"));
const { default: lighthouse } = await import(pathToFileURL(require.resolve("lighthouse")).href);

const port = await new Promise((done) => {
  const probe = createServer().listen(0, "127.0.0.1", () => {
    const free = probe.address().port;
    probe.close(() => done(free));
  });
});
const site = await serve();
const chromium = await browser([`--remote-debugging-port=${port}`]);
const middle = (all) => all.slice().sort((a, b) => a - b)[Math.floor(all.length / 2)];
/** Name, how it is read, limit, whether more is better, whether it must hold. */
const FIGURES = [
  ["performance", (one) => one.categories.performance.score, 0.97, true, false],
  ["accessibility", (one) => one.categories.accessibility.score, 1, true, true],
  ["best practices", (one) => one.categories["best-practices"].score, 1, true, true],
  ["SEO", (one) => one.categories.seo.score, 1, true, true],
  ["LCP ms", (one) => one.audits["largest-contentful-paint"].numericValue, 1300, false, false],
  ["TBT ms", (one) => one.audits["total-blocking-time"].numericValue, 150, false, false],
  ["CLS", (one) => one.audits["cumulative-layout-shift"].numericValue, 0.02, false, false],
  ["bytes", (one) => one.audits["total-byte-weight"].numericValue, 40_000, false, false],
];
const show = (value) => (value >= 10 ? value.toFixed(0) : value.toFixed(2));
const types = pageTypes();
let broken = 0;
console.log(["page".padEnd(10), ...FIGURES.map(([name, , limit, up]) => `${name} ${up ? "≥" : "≤"}${limit}`.padStart(18))].join(""));
for (const type of ["home", "service", "facility", "emergency"]) {
  const runs = [];
  while (runs.length < RUNS) {
    const { lhr } = await lighthouse(site.url + types[type], { port, logLevel: "error", output: "json" });
    runs.push(lhr);
  }
  const cells = FIGURES.map(([name, read, limit, up, must]) => {
    const value = middle(runs.map(read));
    const holds = up ? value >= limit : value <= limit;
    if (must && !holds) {
      broken += 1;
      for (const audit of Object.values(runs[0].audits).filter((one) => one.score === 0)) console.error(`${type} ${name}: ${audit.title}`);
    }
    return `${show(value)}${holds ? "" : " (!)"}`.padStart(18);
  });
  console.log([type.padEnd(10), ...cells].join(""));
}
console.log(`median of ${RUNS}; (!) beyond the limit`);
await chromium.close();
site.close();
process.exit(broken ? 1 : 0);
