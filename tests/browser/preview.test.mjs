// The preview in a browser: what stands in the way is told on the page and goes when it is mended, another day and drafts
// by the bar, a style without a reload, and nothing that a file is called or says is run. OUCHI_SHOTS=FOLDER keeps pictures.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { axe, browser, listen, root } from "./support.mjs";

const shots = process.env.OUCHI_SHOTS;
const command = [process.env.OUCHI_COMMAND && join(root, process.env.OUCHI_COMMAND), join(root, "target", "release", "ouchi"),
  join(root, "target", "debug", "ouchi")].filter(Boolean).find(existsSync);
const LONG = 60_000;
let folder, chromium, child, at;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "ouchi-下見-"));
  for (const part of ["ouchi.toml", "content", "geodata"]) cpSync(join(root, part), join(folder, part), { recursive: true });
  mkdirSync(join(folder, "site", "templates"), { recursive: true });
  cpSync(join(root, "site", "templates", "text.html"), join(folder, "site", "templates", "text.html"));
  child = spawn(command, ["serve", "--as-of", "2026-11-01", "--port", "0"], { cwd: folder });
  let said = "";
  for (const from of [child.stdout, child.stderr]) from.setEncoding("utf8").on("data", (words) => { said += words; });
  for (let n = 0; n < 1200 && !said.includes("作りました"); n += 1) await new Promise((done) => setTimeout(done, 50));
  at = /下見: (http:\S+)/.exec(said)[1];
  chromium = await browser();
});
after(async () => {
  await chromium?.close();
  child?.kill();
  rmSync(folder, { recursive: true, force: true });
});

const file = (path) => join(folder, path);
const text = (path) => readFileSync(file(path), "utf8");

async function opened(path) {
  const context = await chromium.newContext({ viewport: { width: 1100, height: 800 }, bypassCSP: true });
  const page = await context.newPage();
  const said = listen(page);
  await page.goto(at + path);
  await page.locator(".ouchi-live").waitFor();
  return { context, page, said };
}

/** Opens the bar, as it stands when nothing is being made anew. */
async function unfold(page) {
  await page.waitForTimeout(1500);
  if (!await page.locator(".ouchi-live details").evaluate((details) => details.open)) await page.locator(".ouchi-live summary").click();
}

async function picture(page, name) {
  if (shots) await page.screenshot({ path: join(shots, `${name}.png`) });
}

const BROKEN = [
  { what: "heading", path: "content/acp.md", edit: (from) => `${from}\n\n[ない見出しへ](/about/#nothing-here)\n`, place: /content\/acp\.md \d+行/, words: /見出し/ },
  { what: "head", path: "content/acp.md", edit: (from) => from.replace("title = \"", "title = "), place: /content\/acp\.md 2行/, words: /./ },
  { what: "template", path: "site/templates/text.html", edit: (from) => from.replace("{% block main %}", "{% block main %}{{ page.title"), place: /site\/templates\/text\.html \d+行/, words: /テンプレート/ },
  { what: "table", path: "geodata/kaigo/jigyosho_130.csv", edit: (from) => from.replace("事業所名,", "じぎょうしょ,"), place: /geodata\/kaigo\/jigyosho_130\.csv/, words: /事業所名/ },
  { what: "setting", path: "ouchi.toml", edit: (from) => from.replace("[municipality]", "[municipality]\ncolour = \"red\""), place: /ouchi\.toml \d+行/, words: /colour/ },
];

for (const one of BROKEN) {
  test(`a broken ${one.what} is told with its place, the last good site stays, and mended it is gone`, async () => {
    const { context, page } = await opened("acp/");
    const good = text(one.path);
    const bad = one.edit(good);
    assert.notEqual(bad, good, "nothing was broken");
    const before = await page.locator("main").textContent();
    const stopped = page.locator(".ouchi-live--stopped");
    writeFileSync(file(one.path), bad);
    try {
      await stopped.waitFor({ timeout: LONG });
      const told = await stopped.locator("li.ouchi-live__bad").allTextContents();
      assert.ok(told.some((line) => one.place.test(line) && one.words.test(line)), told.join("\n"));
      assert.ok(told.every((line) => line.includes("→")), `no remedy: ${told.join("\n")}`);
      assert.equal(await page.locator("main").textContent(), before, "the last good site");
      assert.equal(await stopped.getAttribute("role"), "alert");
      assert.deepEqual(await axe(page), [], one.what);
      await picture(page, `broken-${one.what}`);
    } finally {
      writeFileSync(file(one.path), good);
    }
    await stopped.waitFor({ state: "detached", timeout: LONG });
    await page.locator(".ouchi-live").waitFor();
    assert.equal(await page.locator("li.ouchi-live__bad").count(), 0);
    await context.close();
  });
}

test("drafts and another day are chosen in the bar", async () => {
  const events = (name, more) => writeFileSync(file(`content/events/${name}.md`), `+++\ntitle = "見本の${name}"\nstart = 2026-12-20T10:00:00\n${more}\n+++\n見本です。\n`);
  const { context, page } = await opened("events/");
  events("draft-one", "draft = true");
  events("later-one", "publish_on = 2026-12-01");
  await page.waitForTimeout(1500);
  assert.equal(await page.getByText(/見本の(draft|later)-one/).count(), 0);
  await unfold(page);
  await picture(page, "bar");
  await page.getByLabel("下書きと、先の日付の文章も出す").check();
  await page.locator("main").getByText("見本のdraft-one").first().waitFor({ timeout: LONG });
  await page.locator("main").getByText("見本のlater-one").first().waitFor({ timeout: LONG });
  await picture(page, "drafts");
  // The bar says what the whole build came to, which comes after the page.
  await page.locator(".ouchi-live summary", { hasText: "下書きも" }).waitFor({ timeout: LONG });
  await unfold(page);
  assert.ok(await page.getByLabel("下書きと、先の日付の文章も出す").isChecked());
  await page.getByLabel("下書きと、先の日付の文章も出す").uncheck();
  await page.waitForFunction(() => !document.querySelector("main").textContent.includes("見本のdraft-one"), null, { timeout: LONG });
  await unfold(page);
  await page.getByLabel("この日付で見る").fill("2026-12-02");
  await page.locator("main").getByText("見本のlater-one").first().waitFor({ timeout: LONG });
  assert.equal(await page.locator("main").getByText("見本のdraft-one").count(), 0);
  await page.locator(".ouchi-live summary", { hasText: "2026-12-02" }).waitFor({ timeout: LONG });
  await picture(page, "later");
  for (const name of ["draft-one", "later-one"]) rmSync(file(`content/events/${name}.md`));
  await unfold(page);
  await page.getByLabel("この日付で見る").fill("2026-11-01");
  await page.locator(".ouchi-live summary", { hasText: "2026-11-01" }).waitFor({ timeout: LONG });
  await context.close();
});

test("a style comes into the page that is open, and the place that was read stays", async () => {
  const { context, page } = await opened("acp/");
  await page.evaluate(() => { window.same = true; scrollTo(0, 400); });
  mkdirSync(file("site/styles"), { recursive: true });
  for (const [n, colour] of ["rgb(1, 2, 3)", "rgb(4, 5, 6)"].entries()) {
    writeFileSync(file("site/styles/own.css"), `h1 { color: ${colour}; }\n`);
    await page.waitForFunction((wanted) => getComputedStyle(document.querySelector("h1")).color === wanted, colour, { timeout: LONG });
    await page.waitForFunction(() => document.querySelectorAll('link[href*="site.css"]').length === 1, null, { timeout: LONG });
    assert.ok(await page.evaluate(() => window.same && scrollY === 400), `it was loaded anew (${n})`);
  }
  rmSync(file("site/styles"), { recursive: true });
  await page.waitForFunction(() => getComputedStyle(document.querySelector("h1")).color !== "rgb(4, 5, 6)", null, { timeout: LONG });
  await context.close();
});

const EVIL = "<img src=x onerror=window.planted=1><script>window.planted=1</script>";
const HOSTILE = [
  { what: "the name of a text", make: () => writeFileSync(file("content/<img src=x onerror=planted=1>.md"), "+++\n"), undo: () => rmSync(file("content/<img src=x onerror=planted=1>.md")) },
  { what: "the name of a table", make: () => renameSync(file("geodata/kaigo/jigyosho_120.csv"), file("geodata/kaigo/<svg onload=planted=1>.csv")),
    spoil: "geodata/kaigo/<svg onload=planted=1>.csv", undo: () => renameSync(file("geodata/kaigo/<svg onload=planted=1>.csv"), file("geodata/kaigo/jigyosho_120.csv")) },
  { what: "the head of a text", path: "content/acp.md", edit: (from) => from.replace("+++\n", `+++\n${EVIL} = "</details>${EVIL}"\n`), named: /acp\.md 2行/ },
  { what: "a scene", path: "content/acp.md", edit: (from) => from.replace(/^scenes = .*$/m, `scenes = ['${EVIL}']`) },
  { what: "a link", path: "content/acp.md", edit: (from) => `${from}\n[x](</about/#"onmouseover="planted=1">)\n\n[y](/${encodeURIComponent(EVIL)}/)\n` },
  { what: "a cell", path: "geodata/kaigo/jigyosho_130.csv", edit: (from) => from.replace(/04-0000-\d{4}/, EVIL), open: true },
  { what: "a heading", path: "geodata/kaigo/jigyosho_130.csv", edit: (from) => from.replace("事業所名,", `${EVIL},`) },
  { what: "a setting", path: "ouchi.toml", edit: (from) => from.replace("[municipality]", `[municipality]\n"${EVIL}" = 1`) },
  { what: "a template", path: "site/templates/text.html", edit: (from) => from.replace("{% block main %}", `{% block main %}{{ "${EVIL}" | no_such }}`) },
];

test("whatever a file is called or says, the list of what is wrong runs none of it", async () => {
  for (const one of HOSTILE) {
    const { context, page } = await opened("acp/");
    page.on("dialog", (dialog) => dialog.dismiss());
    const asked = [];
    page.on("request", (request) => { if (!request.url().startsWith(at)) asked.push(request.url()); });
    const good = one.path && text(one.path);
    if (one.make) one.make();
    else writeFileSync(file(one.path), one.edit(good));
    const kept = one.spoil && text(one.spoil);
    if (one.spoil) writeFileSync(file(one.spoil), kept.replace("事業所名,", "x,"));
    const box = one.open ? page.locator(".ouchi-live") : page.locator(".ouchi-live--stopped");
    await box.waitFor({ timeout: LONG });
    if (one.open) await page.waitForFunction(() => document.querySelector(".ouchi-live").textContent.includes("onerror"), null, { timeout: LONG });
    const words = await page.locator(".ouchi-live").textContent();
    assert.match(words, one.named ?? /onerror|onload|onmouseover|planted|no_such/, `${one.what} is not named: ${words}`);
    assert.equal(await page.evaluate(() => window.planted), undefined, `${one.what}: it ran`);
    assert.equal(await page.locator(".ouchi-live img, .ouchi-live script, .ouchi-live svg, .ouchi-live [onmouseover], .ouchi-live a").count(), 0, one.what);
    assert.deepEqual(asked, [], one.what);
    await picture(page, `hostile-${one.what.replaceAll(" ", "-")}`);
    if (one.spoil) writeFileSync(file(one.spoil), kept);
    if (one.undo) one.undo();
    else writeFileSync(file(one.path), good);
    await page.locator(".ouchi-live--stopped").waitFor({ state: "detached", timeout: LONG });
    await context.close();
  }
});
