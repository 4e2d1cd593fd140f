// Picks today out of the table of hours. It never guesses: what is not known is asked by phone.
(function (ouchi) {
  'use strict';

  const LETTERS = '月火水木金土日';

  /** @param {string} time */
  function minutes(time) {
    const parts = time.split(':');
    return Number(parts[0]) * 60 + Number(parts[1]);
  }

  /** @param {Date} day */
  function iso(day) {
    return day.toISOString().slice(0, 10);
  }

  /**
   * What to say about a moment.
   * @param {Array<null|string|string[][]>} days Monday to Sunday, then holidays
   * @param {Date} now in Japan
   * @param {string[]|null} holidays dates; null: not known
   * @param {boolean} [short] for a line of a list
   * @returns {string}
   */
  ouchi.today = function (days, now, holidays, short) {
    /** @param {Date} day */
    function at(day) {
      return holidays && holidays.indexOf(iso(day)) >= 0 ? 7 : (day.getUTCDay() + 6) % 7;
    }
    const index = at(now);
    const today = days[index];
    const letter = LETTERS[(now.getUTCDay() + 6) % 7] + (index === 7 ? '・祝' : '');
    let end = '';
    if (!holidays && JSON.stringify(days[7]) !== JSON.stringify(today)) {
      // A line of a list says no "now" that a holiday could make wrong.
      end = short ? '（祝日をのぞく）' : days[7] === 'closed' ? ' 祝日は休みです。' : ' 祝日は電話で確認してください。';
    }
    const say = 'きょう（' + letter + '）';
    const minute = now.getUTCHours() * 60 + now.getUTCMinutes();
    // A stretch that began yesterday may run past midnight.
    const yesterday = days[at(new Date(now.getTime() - 24 * 3600 * 1000))];
    const still = Array.isArray(yesterday) && yesterday.some(function (slot) {
      return minute + 1440 < minutes(slot[1]);
    });
    if (still) { return say + ' いまは受付時間内です。' + end; }
    if (today === 'closed') { return say + 'は休みです。いまは時間外です。' + end; }
    if (today === 'open') { return say + 'は開いています。時間は電話で確認してください。' + end; }
    if (!Array.isArray(today) || !today.length) { return say + 'の時間は電話で確認してください。'; }
    const times = today.map(function (slot) { return slot[0] + '–' + slot[1]; }).join('、');
    if (short && end) { return say + times + end; }
    const within = today.some(function (slot) { return minutes(slot[0]) <= minute && minute < minutes(slot[1]); });
    return say + times + '。' + (within ? 'いまは受付時間内です。' : 'いまは時間外です。') + end;
  };

  /** Times hold together at the end of a line. @param {string} text */
  ouchi.whole = function (text) { return text.replace(/–/g, '\u2060–\u2060'); };

  const known = document.querySelector('[data-holidays]');
  const listed = known && (known.getAttribute('data-holidays') || '').split(/[\s,]+/).filter(Boolean);

  /** The holidays, while the file knows this year; later nobody knows them. @returns {string[]|null} */
  ouchi.holidays = function () {
    const year = iso(ouchi.now()).slice(0, 5);
    return listed && listed.some(function (day) { return day.indexOf(year) === 0; }) ? listed : null;
  };

  /** Where today is said: beside the table, or in the line that names the same facility. @param {Element} table */
  function place(table) {
    const id = table.getAttribute('data-hours-table');
    const line = id && ouchi.all('[data-hours]').filter(function (one) { return one.getAttribute('data-hours') === id; })[0];
    if (line) {
      return line.querySelector('.today__now') || line.appendChild(ouchi.make('span', 'today__now'));
    }
    return table.querySelector('[data-today]')
      || (table.parentElement && table.parentElement.querySelector('[data-today]'));
  }

  function tell() {
    /** One facility may have two tables; the first is the one people come for. @type {Element[]} */
    const said = [];
    ouchi.all('[data-days]').forEach(function (table) {
      let days = null;
      try {
        days = JSON.parse(table.getAttribute('data-days') || 'null');
      } catch (_broken) { /* say nothing rather than something wrong */ }
      if (!Array.isArray(days) || days.length !== 8) { return; }
      if (days.every(function (day) { return day === null; })) { return; }
      const where = place(table);
      if (!where || said.indexOf(where) >= 0) { return; }
      said.push(where);
      const text = ouchi.whole(ouchi.today(days, ouchi.now(), ouchi.holidays(), table.classList.contains('card__hours')));
      if (where.textContent !== text) { where.textContent = text; }
      where.removeAttribute('hidden');
    });
  }
  tell();
  setInterval(tell, 60000);
})(window.ouchi);
