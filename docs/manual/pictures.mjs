// Takes the pictures of the staff manual anew, by doing what it says on a copy of the sample:
//
//   cargo build && npm ci --prefix site && node docs/manual/pictures.mjs
//
// A line `<!-- 写す PAGE -->` before a picture names the page of the built site; `端末` means what the last command said,
// `作業台 PAGE` a page of the workbench, `作業台 入れる FILE` what it says of a file that was dropped.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const { chromium } = createRequire(join(root, "site", "package.json"))("playwright-core");
const ouchi = process.env.OUCHI || join(root, "target", "debug", "ouchi");
const copy = mkdtempSync(join(tmpdir(), "ouchi-manual-"));
for (const part of ["ouchi.toml", "content", "geodata"]) cpSync(join(root, part), join(copy, part), { recursive: true });

const browser = await chromium.launch({
  executablePath: process.env.OUCHI_CHROMIUM || "/usr/bin/chromium", headless: true, args: ["--no-sandbox", "--disable-gpu"],
});
const page = await browser.newPage({ viewport: { width: 720, height: 560 } });
await page.clock.setFixedTime(new Date("2026-11-01T10:00:00+09:00"));
const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** Shows a command and what it said, like the black window of a terminal. */
async function terminal(command, said) {
  const all = said.split("\n");
  const first = Math.max(0, all.findIndex((line) => line.includes("誤り[")));
  const lines = all.slice(first, first + 2).concat("  …", all.slice(all.findIndex((line) => line.startsWith("何も書いて"))));
  // The site's pages allow no styles but their own; what they allow would hold here too.
  await page.goto("about:blank");
  await page.setContent(`<body style="margin:0;background:#1a1c1a;color:#e8ebe6;font:15px/1.7 monospace;padding:16px">
    <div style="color:#9fd3b4">&gt; ${escape(command)}</div>
    <pre style="font:inherit;margin:8px 0;white-space:pre-wrap">${escape(lines.join("\n"))}</pre>`);
}

/** Opens the workbench on the copy, at a page or with a dropped file; what ends it. */
async function workbench(what, file) {
  const child = spawn(ouchi, ["--no-browser", "--as-of", "2026-11-01"], { cwd: copy });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text) => { said += text; });
  while (!/key=\w{40}\n/.test(said)) await new Promise((done) => setTimeout(done, 50));
  await page.goto(/http:\S+/.exec(said)[0]);
  const base = new URL(page.url()).origin;
  await page.goto(base + (what === "入れる" ? "/put" : what));
  if (what === "入れる") {
    await page.locator("#file").setInputFiles(join(copy, file));
    await Promise.all([page.waitForURL(/\/put\/\d+/), page.getByRole("button", { name: "中を見る" }).click()]);
  }
  // Where the copy lies is nobody's business.
  await page.evaluate(() => { document.querySelector(".top__folder").textContent = "C:\\おうちマップ"; });
  return () => child.kill();
}

let command = "", said = "", block = null, name = "", shown = null, taken = 0;
for (const line of readFileSync(join(here, "README.md"), "utf8").split("\n")) {
  const picture = /^!\[.*\]\((pictures\/.*\.png)\)$/.exec(line);
  const wanted = /^<!-- 写す (.*) -->$/.exec(line);
  if (line.startsWith("```")) {
    if (block === null) { block = []; name = line.slice(3); continue; }
    const [what, file] = name.split(" ");
    if (what === "書く") writeFileSync(join(copy, file), block.join("\n") + "\n");
    if (what === "直す") {
      const [old, fresh] = block.join("\n").split("\n---\n");
      const text = readFileSync(join(copy, file), "utf8");
      if (!text.includes(old)) throw new Error(`${file} does not hold ${old}`);
      writeFileSync(join(copy, file), text.replace(old, fresh));
    }
    if (what === "console") {
      command = block[0].replace(/^\$ /, "");
      said = spawnSync(ouchi, command.split(" ").slice(1), { cwd: copy, encoding: "utf8" }).stdout;
    }
    block = null;
  } else if (block !== null) block.push(line);
  else if (wanted) shown = wanted[1];
  else if (picture) {
    let end = () => {};
    if (shown === "端末") await terminal(command, said);
    else if (shown.startsWith("作業台 ")) end = await workbench(...shown.split(" ").slice(1));
    else {
      const [path, at] = shown.split("#");
      await page.goto(`file://${copy}/${path.startsWith("qr/") ? path : `dist/${path}`}`);
      if (at) await page.locator(`#${at}`).scrollIntoViewIfNeeded().then(() => page.evaluate((id) => document.getElementById(id).scrollIntoView(), at));
      await page.waitForTimeout(200);
    }
    await page.screenshot({ path: join(here, picture[1]) });
    end();
    taken += 1;
  }
}
await browser.close();
rmSync(copy, { recursive: true });
console.log(`${taken} pictures`);
