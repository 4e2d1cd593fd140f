// node --test tests/scripts: the browser folds the shared cases as the builder does.
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
const vm = require('node:vm');

const root = path.join(__dirname, '..', '..');

/** Runs scripts of the site as a browser without a page would. */
function browser(files) {
  const window = {};
  window.window = window;
  window.ouchi = {};
  const context = vm.createContext(window);
  for (const file of files) {
    vm.runInContext(fs.readFileSync(path.join(root, 'site/scripts', file), 'utf8'), context);
  }
  return window.ouchi;
}

test('the browser folds as the builder does', () => {
  const { fold } = browser(['finder/05-fold.js']);
  const cases = fs.readFileSync(path.join(root, 'tests/fold_cases.txt'), 'utf8').split('\n').filter(Boolean);
  assert.ok(cases.length >= 30);
  for (const line of cases) {
    const [typed, folded] = line.split('\t');
    assert.strictEqual(fold(typed), folded, typed);
  }
});

test('today is never guessed', () => {
  const context = vm.createContext({ window: {}, document: { querySelector: () => null }, setInterval: () => 0, Date, JSON });
  vm.runInContext('window.ouchi = { all: () => [] };', context);
  const source = fs.readFileSync(path.join(root, 'site/components/hours/hours.js'), 'utf8');
  vm.runInContext(source, context);
  const { today } = vm.runInContext('window.ouchi', context);
  const days = vm.runInContext(
    '[[["9:00","12:00"],["14:00","18:00"]],"closed","open","ask",null,[["20:00","26:00"]],[],"closed"]', context);
  // 2026-11-23 is a Monday and a public holiday; the clock is Japan's.
  const at = (day, time) => new Date(`2026-11-${day}T${time}:00Z`);
  assert.match(today(days, at(23, '11:59'), []), /^きょう（月）9:00–12:00、14:00–18:00。いまは受付時間内です。$/);
  assert.match(today(days, at(23, '12:00'), []), /いまは時間外です/);
  assert.match(today(days, at(23, '10:00'), ['2026-11-23']), /（月・祝）は休みです/);
  assert.match(today(days, at(23, '10:00'), null), /いまは受付時間内です。 祝日は休みです。$/);
  const silent = vm.runInContext('[[["9:00","12:00"]],null,null,null,null,null,null,null]', context);
  assert.match(today(silent, at(23, '10:00'), null), /いまは受付時間内です。 祝日は電話で確認/);
  assert.match(today(days, at(24, '10:00'), []), /休みです。いまは時間外です/);
  assert.match(today(days, at(25, '10:00'), []), /開いています。時間は電話で確認/);
  for (const day of [26, 27, 29]) {
    const words = today(days, at(day, '10:00'), []);
    assert.match(words, /電話で確認/);
    assert.doesNotMatch(words, /いまは/);
  }
  assert.match(today(days, at(29, '01:30'), []), /いまは受付時間内です/);
});
