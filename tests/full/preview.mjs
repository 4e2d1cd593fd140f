// From saving a file to the new picture on the screen of `ouchi serve`, in milliseconds, for each kind of change.
//
//   OUCHI_COMMAND=target/release/ouchi node tests/full/preview.mjs [RUNS]
//
// The sample is copied; each run changes a word that the page shows and waits until the browser has painted it.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { spawn } from 'node:child_process';
import { chromium } from '../../site/node_modules/playwright-core/index.mjs';

const runs = Number(process.argv[2] ?? 15);
const command = process.env.OUCHI_COMMAND ?? 'target/release/ouchi';
const work = mkdtempSync(join(tmpdir(), 'ouchi-preview-'));
const project = join(work, 'project');
for (const part of ['content', 'geodata', 'ouchi.toml']) cpSync(part, join(project, part), { recursive: true });
mkdirSync(join(project, 'site/templates'), { recursive: true });
mkdirSync(join(project, 'site/styles'), { recursive: true });

// What is edited, on which page it is seen, and how it is seen.
const file = (path) => join(project, path);
const text = (path) => readFileSync(path, 'utf8');
const changes = [
  {
    name: 'a cell of a CSV',
    page: 'find/home-nursing/',
    path: 'geodata/kaigo/jigyosho_130.csv',
    from: text('geodata/kaigo/jigyosho_130.csv'),
    edit: (from, n) => from.replace(/見本 ([^",]+)/, `見本 ${n}番の$1`),
    seen: (n) => document.body.textContent.includes(`${n}番の`),
  },
  {
    name: 'a text',
    page: 'acp/',
    path: 'content/acp.md',
    from: text('content/acp.md'),
    edit: (from, n) => `${from}\n\n${n}番の段落です。\n`,
    seen: (n) => document.body.textContent.includes(`${n}番の段落`),
  },
  {
    name: 'a style',
    page: 'acp/',
    path: 'site/styles/pages.css',
    from: text('site/styles/pages.css'),
    edit: (from, n) => `${from}\nh1 { outline: ${n}px solid red; }\n`,
    seen: (n) => getComputedStyle(document.querySelector('h1')).outlineWidth === `${n}px`,
  },
  {
    name: 'a template',
    page: 'acp/',
    path: 'site/templates/text.html',
    from: text('site/templates/text.html'),
    edit: (from, n) => from.replace('{% block main %}', `{% block main %}<p id="try">${n}番</p>`),
    seen: (n) => document.getElementById('try')?.textContent === `${n}番`,
  },
  {
    name: 'the settings',
    page: 'acp/',
    path: 'ouchi.toml',
    from: text('ouchi.toml'),
    edit: (from, n) => from.replace(/^name = "おうちマップ流山"/m, `name = "おうちマップ${n}番"`),
    seen: (n) => document.body.textContent.includes(`おうちマップ${n}番`),
  },
];

const child = spawn(command, ['serve', '--project', project, '--as-of', '2026-11-01', '--port', '0']);
let said = '';
child.stdout.on('data', (words) => { said += words; });
child.stderr.on('data', (words) => { said += words; });
const until = async (is) => { while (!is()) await new Promise((then) => setTimeout(then, 20)); };
await until(() => /下見: (http:\S+)/.test(said) && said.includes('作りました'));
const at = /下見: (http:\S+)/.exec(said)[1];
const browser = await chromium.launch({ executablePath: process.env.OUCHI_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const page = await browser.newPage();
  console.log(`${runs} runs of each, milliseconds${''.padEnd(12)}median     90 %    worst   built in (median)`);
  for (const change of changes) {
    const where = file(change.path);
    mkdirSync(dirname(where), { recursive: true });
    writeFileSync(where, change.from);
    await page.goto(at + change.page);
    await page.waitForTimeout(1200);
    const times = [];
    const builds = [];
    for (let run = 1; run <= runs; run += 1) {
      // A number of the run that no earlier one showed.
      const number = run + 10;
      const bytes = change.edit(change.from, number);
      if (bytes === change.from) throw new Error(`${change.name}: nothing to change in ${change.path}`);
      const before = said.length;
      const begin = performance.now();
      writeFileSync(where, bytes);
      for (;;) {
        try {
          // Two frames: the first is asked for before the new one is painted.
          const shown = await page.evaluate(([seen, n]) => new Function('n', `return (${seen})(n)`)(n)
            && new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(() => then(true)))), [String(change.seen), number]);
          if (shown) break;
        } catch { /* the page is being loaded anew */ }
      }
      times.push(performance.now() - begin);
      await until(() => said.slice(before).includes('ミリ秒'));
      builds.push(Number(/（(\d+) ミリ秒/.exec(said.slice(before))[1]));
      await page.waitForTimeout(400);
    }
    const of = (list, part) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * part))];
    console.log(`${change.name.padEnd(32)}${of(times, 0.5).toFixed(0).padStart(8)}${of(times, 0.9).toFixed(0).padStart(9)}${Math.max(...times).toFixed(0).padStart(9)}${String(of(builds, 0.5)).padStart(9)}`);
    const had = text(where);
    writeFileSync(where, change.from);
    if (had !== change.from) await page.waitForTimeout(600);
  }
} finally {
  await browser.close();
  child.kill();
  rmSync(work, { recursive: true, force: true });
}
