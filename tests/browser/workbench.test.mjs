// The workbench in a browser: by keyboard alone through all six steps on a copy of the sample, and back again.
// With OUCHI_OFFICIAL real files are dropped too. OUCHI_SHOTS=FOLDER keeps pictures of every page.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { axe, browser, listen, root } from "./support.mjs";

const official = process.env.OUCHI_OFFICIAL;
const shots = process.env.OUCHI_SHOTS;
const command = [process.env.OUCHI_COMMAND && join(root, process.env.OUCHI_COMMAND), join(root, "target", "release", "ouchi"),
  join(root, "target", "debug", "ouchi")].filter(Boolean).find(existsSync);
const folders = [];
const running = [];
let chromium;

before(async () => { chromium = await browser(); });
after(async () => {
  await chromium?.close();
  for (const child of running) child.kill();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A copy of the sample, or an empty folder. */
function project(parts = ["ouchi.toml", "content", "geodata"]) {
  const folder = mkdtempSync(join(tmpdir(), "ouchi-作業台-"));
  folders.push(folder);
  for (const part of parts) cpSync(join(root, part), join(folder, part), { recursive: true });
  return folder;
}

/** Starts the command without a command, and reads what it prints. */
async function start(folder) {
  const child = spawn(command, ["--no-browser", "--as-of", "2026-11-01"], { cwd: folder });
  running.push(child);
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text) => { said += text; });
  const ended = new Promise((done) => child.on("exit", done));
  for (let n = 0; n < 400 && !/key=\w{40}\n/.test(said); n += 1) await new Promise((done) => setTimeout(done, 50));
  return { child, ended, address: /http:\S+/.exec(said)[0], said: () => said };
}

/** A browser in which the workbench was opened by its address. */
async function opened(folder, viewport = { width: 1280, height: 900 }) {
  const bench = await start(folder);
  const context = await chromium.newContext({ viewport, bypassCSP: true, acceptDownloads: true });
  const page = await context.newPage();
  const said = listen(page);
  await page.goto(bench.address);
  return { ...bench, context, page, said };
}

/** Presses Tab until the element that a test names has the focus, as a person without a mouse does. */
async function tabTo(page, locator, most = 150) {
  const wanted = await locator.first().elementHandle();
  assert.ok(wanted, `no ${locator}`);
  for (let n = 0; n < most; n += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`${locator} is not reached by Tab`);
}

async function press(page, locator, key = "Enter") {
  await tabTo(page, locator);
  await Promise.all([page.waitForLoadState("load"), page.waitForURL(/./), page.keyboard.press(key)]);
  await page.waitForLoadState("load");
}

/** Follows the step of a number in the page's head. */
const step = async (page, number) => {
  const name = ["/put", "/check", "/ask", "/changes", "/look", "/hand"][number - 1];
  await tabTo(page, page.locator(`nav a[href="${name}"]`));
  await Promise.all([page.waitForURL(`**${name}`), page.keyboard.press("Enter")]);
};

async function look(page, name) {
  assert.deepEqual(await axe(page), [], name);
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wider <= 0, `${name} at ${width}: ${wider} px too wide`);
    const small = await page.evaluate(() => [...document.querySelectorAll("button, .button, nav a, summary, select, .files a")]
      .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44).map((one) => one.outerHTML.slice(0, 80)));
    assert.deepEqual(small, [], `${name} at ${width}: targets`);
    if (shots) {
      mkdirSync(shots, { recursive: true });
      await page.screenshot({ path: join(shots, `${name}-${width}.png`), fullPage: true });
    }
  }
}

async function choose(page, files) {
  await page.locator("#file").setInputFiles(files);
  await tabTo(page, page.getByRole("button", { name: "中を見る" }));
  await Promise.all([page.waitForURL(/\/put\/\d+/), page.keyboard.press("Enter")]);
}

const told = (page) => page.locator(".told").innerText();
const decisions = (folder) => readFileSync(join(folder, "geodata", "decisions.csv"), "utf8");

test("all six steps by keyboard, and back", { timeout: 300_000 }, async () => {
  const folder = project();
  const { page, said, ended } = await opened(folder);
  assert.ok(!page.url().includes("key="), "the key is gone from the address");
  await look(page, "home");

  // 1: a newer edition of one service, one row fewer than before.
  const old = readFileSync(join(folder, "geodata/kaigo/jigyosho_130.csv"), "utf8");
  const rows = old.trimEnd().split("\n");
  const name = "jigyosho_130_all_20260709180319.csv";
  const fresh = join(project([]), name);
  writeFileSync(fresh, `${rows.slice(0, -1).join("\n")}\n`);
  await step(page, 1);
  await look(page, "put");
  await choose(page, [fresh, join(root, "LICENSE-MIT")]);
  const words = await page.locator("main").innerText();
  assert.match(words, /まだ何も書いていません/);
  assert.match(words, /介護サービス情報公表システムのCSV/);
  assert.match(words, /2026-06-30 時点/);
  assert.match(words, new RegExp(`geodata/kaigo/${name}`));
  assert.match(words, /geodata\/kaigo\/jigyosho_130\.csv（「replaced」に残します）/);
  assert.match(words, /何のファイルか、わかりませんでした/);
  assert.ok(!existsSync(join(folder, "geodata/kaigo", name)), "nothing is written yet");
  await look(page, "arrivals");
  await page.reload();
  assert.match(await page.locator("main").innerText(), /介護サービス情報公表システムのCSV/, "a reload loses nothing");
  await tabTo(page, page.getByRole("button", { name: "印を付けたファイルを入れる" }));
  await Promise.all([page.waitForURL(/\/check/), page.keyboard.press("Enter")]);
  assert.match(await told(page), /入れました/);
  assert.ok(existsSync(join(folder, "geodata/kaigo", name)) && !existsSync(join(folder, "geodata/kaigo/jigyosho_130.csv")));
  const kept = readdirSync(join(folder, "replaced"));
  assert.equal(kept.length, 1);
  assert.equal(readFileSync(join(folder, "replaced", kept[0], "before/geodata/kaigo/jigyosho_130.csv"), "utf8"), old);

  // Back, and the same form again: nothing is done twice.
  await page.goBack();
  await page.goto(page.url());
  assert.match(await told(page), /もうありません/);

  // 2
  await step(page, 2);
  assert.match(await page.locator("main").innerText(), /誤り|注意/);
  await look(page, "check");
  const [book] = await Promise.all([page.waitForEvent("download"), press(page, page.getByRole("link", { name: /確認事項.xlsx/ }))]);
  assert.equal(book.suggestedFilename(), "確認事項.xlsx");
  assert.ok(readFileSync(await book.path()).subarray(0, 2).equals(Buffer.from("PK")));

  // 3
  await step(page, 3);
  await look(page, "ask");
  const waiting = Number(await page.locator(".counts__one strong").innerText());
  assert.ok(waiting > 1, `${waiting} pairs`);
  assert.ok(await page.locator("figure svg[role=img]").count(), "both on a map");
  const before = decisions(folder);
  await tabTo(page, page.locator("#note"));
  await page.keyboard.type("電話で確かめた <b>");
  await tabTo(page, page.getByRole("button", { name: "別の施設" }));
  await Promise.all([page.waitForURL(/told=/), page.keyboard.press("Enter")]);
  assert.match(await told(page), /「別」と答えた/);
  assert.notEqual(decisions(folder), before);
  assert.ok(decisions(folder).includes("電話で確かめた <b>"));
  assert.equal(Number(await page.locator(".counts__one strong").innerText()), waiting - 1);
  // Took back from the list of answers, then that undone, too.
  await tabTo(page, page.locator("details.group summary").last());
  await page.keyboard.press("Enter");
  const mine = page.locator(".past li", { hasText: "電話で確かめた" });
  assert.equal(await mine.locator("b").count(), 0, "a note is text");
  await tabTo(page, mine.getByRole("button"));
  await Promise.all([page.waitForLoadState("load"), page.waitForURL((url) => !url.search.endsWith("=0")), page.keyboard.press("Enter")]);
  await page.waitForFunction(() => document.querySelector(".told")?.textContent.includes("取り消した"));
  assert.equal(decisions(folder).trimEnd().split("\n").length, before.trimEnd().split("\n").length, "the answer is gone");
  await tabTo(page, page.getByRole("button", { name: "この作業を元に戻す" }));
  await Promise.all([page.waitForFunction(() => document.querySelector(".told")?.textContent.includes("元に戻しました")), page.keyboard.press("Enter")]);
  assert.ok(decisions(folder).includes("電話で確かめた"));

  // 4 and 6: the first publication, then a change against it.
  await step(page, 4);
  assert.match(await page.locator("main").innerText(), /まだ公開していない/);
  await step(page, 6);
  await look(page, "hand");
  await tabTo(page, page.getByRole("button", { name: "渡すものを作る" }));
  await Promise.all([page.waitForURL(/told=/), page.keyboard.press("Enter")]);
  assert.match(await told(page), /渡すものができました/);
  const [zip] = await Promise.all([page.waitForEvent("download"), press(page, page.locator(".told a"))]);
  assert.equal(zip.suggestedFilename(), "site.zip");
  assert.ok(readFileSync(await zip.path()).equals(readFileSync(join(folder, "upload/site.zip"))));
  const list = join(folder, "geodata/list/122203_public_facility.csv");
  const text = readFileSync(list, "utf8");
  writeFileSync(list, text.replace(/04-0000-(\d{4})/, "04-0000-9999"));
  await step(page, 4);
  assert.match(await page.locator("main").innerText(), /04-0000-9999/);
  await look(page, "changes");
  const [print] = await Promise.all([page.waitForEvent("download"), press(page, page.getByRole("link", { name: /印刷する/ }))]);
  assert.equal(print.suggestedFilename(), "変更点.html");
  writeFileSync(list, text);

  // 5: another origin, behind the same cookie.
  await step(page, 5);
  await look(page, "look");
  const link = page.getByRole("link", { name: /下見を開く/ });
  await tabTo(page, link);
  const [site] = await Promise.all([page.context().waitForEvent("page"), page.keyboard.press("Enter")]);
  await site.waitForSelector(".ouchi-live-none, main", { timeout: 60_000 });
  await site.waitForFunction(() => !document.querySelector(".ouchi-live-none") && document.title.includes("おうち"), null, { timeout: 60_000 });
  assert.notEqual(new URL(site.url()).origin, new URL(page.url()).origin);
  // What a page of the preview can try: read the workbench, and press its buttons.
  const own = new URL(page.url()).origin;
  const tried = await site.evaluate(async (own) => {
    const read = await fetch(`${own}/`, { credentials: "include" }).then((answer) => answer.text(), () => "refused");
    const body = new URLSearchParams({ ticket: "guess", step: "x" });
    const sent = await fetch(`${own}/undo`, { method: "POST", credentials: "include", body }).then((answer) => answer.status, () => "refused");
    const blind = await fetch(`${own}/undo`, { method: "POST", mode: "no-cors", credentials: "include", body }).then((answer) => answer.type, () => "refused");
    return { read, sent, blind, cookie: document.cookie };
  }, own);
  assert.equal(tried.read, "refused");
  assert.equal(tried.sent, "refused");
  assert.equal(tried.cookie, "");
  const stranger = await chromium.newContext();
  const other = await stranger.newPage();
  assert.equal((await other.goto(site.url())).status(), 403, "the preview needs the cookie too");
  assert.equal((await other.goto(own)).status(), 403);
  await stranger.close();
  await site.close();

  // Back to the beginning, one step after the other.
  for (let n = 0; n < 3; n += 1) {
    await page.goto(`${own}/`);
    await tabTo(page, page.getByRole("button", { name: "この作業を元に戻す" }));
    await Promise.all([page.waitForURL(/told=/), page.keyboard.press("Enter")]);
    assert.match(await told(page), /元に戻しました/);
  }
  assert.equal(readFileSync(join(folder, "geodata/kaigo/jigyosho_130.csv"), "utf8"), old);
  assert.ok(!existsSync(join(folder, "geodata/kaigo", name)) && !existsSync(join(folder, "upload/site.zip")));
  assert.equal(decisions(folder), before);
  await look(page, "undone");

  await tabTo(page, page.getByRole("button", { name: "作業を終わる" }));
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("h1")?.textContent === "終わりました");
  assert.equal(await ended, 0);
  assert.deepEqual(said.filter((line) => !line.includes("403")), []);
});

test("files fall into the frame, and a double click does one thing", { timeout: 120_000 }, async () => {
  const folder = project();
  const { page, child } = await opened(folder);
  await page.goto(new URL("/put", page.url()).href);
  const bytes = readFileSync(join(folder, "geodata/kaigo/jigyosho_130.csv"), "utf8").trimEnd().split("\n").slice(0, -1).join("\n");
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "落とした.csv", { type: "text/csv" }));
    document.getElementById("drop").dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data }));
  }, `${bytes}\n`);
  assert.match(await page.locator("#chosen").innerText(), /落とした\.csv/);
  await Promise.all([page.waitForURL(/\/put\/\d+/), page.getByRole("button", { name: "中を見る" }).click()]);
  assert.match(await page.locator("main").innerText(), /geodata\/kaigo\/jigyosho_130\.csv/);
  // Two tabs with one form, sent twice at once by scripts that the page's own script does not stop.
  const sent = await page.evaluate(async () => {
    const form = document.querySelector("main form");
    const body = () => new URLSearchParams([...new FormData(form), ["act", "put"]]);
    const one = () => fetch(form.action, { method: "POST", body: body() }).then((answer) => answer.url);
    return Promise.all([one(), one(), one()]);
  });
  assert.equal(new Set(sent).size, 1, `one deed, one page: ${sent}`);
  assert.equal(readdirSync(join(folder, "replaced")).length, 1);
  child.kill();
});

test("a folder without a project: one is made, and opened the next time", { timeout: 120_000 }, async () => {
  const folder = project([]);
  const { page, child } = await opened(folder);
  await look(page, "new");
  await tabTo(page, page.locator("#code"));
  await page.keyboard.type("122173");
  await tabTo(page, page.locator("#reading"));
  await page.keyboard.type("かしわし");
  await tabTo(page, page.getByRole("button", { name: "フォルダを作る" }));
  await Promise.all([page.waitForURL(/told=/), page.keyboard.press("Enter")]);
  assert.match(await told(page), /千葉県柏市 のフォルダを作りました/);
  const made = join(folder, "おうちマップ_柏市");
  assert.match(readFileSync(join(made, ".gitignore"), "utf8"), /\/replaced\//);
  await page.goto(new URL("/check", page.url()).href);
  assert.match(await page.locator("main").innerText(), /載る施設は 3/);
  child.kill();
  const again = await opened(folder);
  await Promise.all([again.page.waitForLoadState("load"), again.page.getByRole("button", { name: /おうちマップ_柏市/ }).click()]);
  await again.page.waitForSelector("nav.steps");
  again.child.kill();
});

test("real files are known", { skip: !official && "OUCHI_OFFICIAL is not set", timeout: 300_000 }, async () => {
  const folder = project();
  const { page, child } = await opened(folder);
  const care = join(official, "kaigo/jigyosho_120.csv");
  const navii = join(official, "navii/01-1_hospital_facility_info_20250601_chiba_excerpt9.csv");
  const bureau = join(official, "bureau", readdirSync(join(official, "bureau")).find((name) => name.includes("（医科）")));
  await page.goto(new URL("/put", page.url()).href);
  await page.locator("#file").setInputFiles([care, navii, bureau]);
  await Promise.all([page.waitForURL(/\/put\/\d+/), page.getByRole("button", { name: "中を見る" }).click()]);
  const words = await page.locator(".arrival").allInnerTexts();
  assert.equal(words.length, 3);
  assert.match(words[0], /介護サービス情報公表システムのCSV/);
  assert.match(words[0], /入る場所\s+geodata\/kaigo\/jigyosho_120\.csv/);
  assert.match(words[1], /医療情報ネット（ナビイ）のCSV/);
  assert.match(words[1], /2025-06-01 時点/);
  assert.match(words[1], /いまあるもの（2026-06-01 時点）より古いファイルです/);
  assert.match(words[2], /厚生局の届出受理医療機関名簿/);
  assert.match(words[2], /12届出受理医療機関名簿（医科）見本\.xlsx（「replaced」に残します）/);
  if (shots) await page.screenshot({ path: join(shots, "official-1280.png"), fullPage: true });
  for (const tick of await page.locator("input[type=checkbox]").all()) await tick.check();
  await Promise.all([page.waitForURL(/\/check/), page.getByRole("button", { name: "印を付けたファイルを入れる" }).click()]);
  assert.match(await told(page), /入れました/);
  assert.ok(readFileSync(join(folder, "geodata/kaigo/jigyosho_120.csv")).equals(readFileSync(care)));
  assert.match(await page.locator("main").innerText(), /厚生局/);
  await Promise.all([page.waitForURL(/told=/), page.getByRole("button", { name: "この作業を元に戻す" }).click()]);
  assert.match(await told(page), /元に戻しました/);
  assert.ok(readFileSync(join(folder, "geodata/kaigo/jigyosho_120.csv")).equals(readFileSync(join(root, "geodata/kaigo/jigyosho_120.csv"))));
  child.kill();
});
