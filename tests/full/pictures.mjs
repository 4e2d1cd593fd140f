// Pictures of every page type for a person to look at: three widths, dark, forced colours, magnified, and on paper.
//   OUCHI_DIST=dist OUCHI_PICTURES=pictures node tests/full/pictures.mjs [page type…]
// Paper is turned into pictures by pdftoppm (poppler-utils).
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { browser, dist, pageTypes, serve } from "../browser/support.mjs";

const folder = resolve(process.env.OUCHI_PICTURES || "pictures");
const wanted = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

const LOOKS = [
  ["360", { viewport: { width: 360, height: 740 } }],
  ["768", { viewport: { width: 768, height: 1024 } }],
  ["1280", { viewport: { width: 1280, height: 800 } }],
  ["360-dark", { viewport: { width: 360, height: 740 }, colorScheme: "dark" }],
  ["1280-forced", { viewport: { width: 1280, height: 800 }, forcedColors: "active" }],
  // What a window of 1280 px shows at 200 % and at 400 %.
  ["zoom-200", { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }],
  ["zoom-400", { viewport: { width: 320, height: 256 }, deviceScaleFactor: 2 }],
];

const site = await serve();
const chromium = await browser();
let count = 0;
for (const [type, path] of Object.entries(pageTypes())) {
  if (wanted.length && !wanted.includes(type)) continue;
  for (const [look, options] of LOOKS) {
    const context = await chromium.newContext(options);
    const page = await context.newPage();
    await page.goto(site.url + path);
    await page.screenshot({ path: join(folder, `${type}-${look}.png`), fullPage: true });
    count += 1;
    if (look === "1280") {
      const pdf = join(folder, `${type}.pdf`);
      writeFileSync(pdf, await page.pdf({ preferCSSPageSize: true, format: "A4" }));
      for (const old of readdirSync(folder).filter((name) => name.startsWith(`${type}-paper-`))) rmSync(join(folder, old));
      if (spawnSync("pdftoppm", ["-png", "-gray", "-r", "60", pdf, join(folder, `${type}-paper`)]).error) console.error("pdftoppm is missing: paper stays PDF");
      count += 1;
    }
    await context.close();
  }
}
await chromium.close();
site.close();
console.log(`${count} pictures and prints of ${dist} in ${folder}`);
