// Shown only in the preview (`ouchi serve`): looks again when something changed, and says what stands in the way.
(function () {
  "use strict";
  var own = document.currentScript;
  var version = Number(own.getAttribute("data-version"));
  var page = location.pathname;
  var box, waits = 0;

  function make(tag, kind, words) {
    var node = document.createElement(tag);
    if (kind) node.className = kind;
    if (words) node.textContent = words;
    return node;
  }

  function line(one) {
    var item = make("li", one.fatal ? "ouchi-live__bad" : "");
    if (one.place) item.appendChild(make("strong", "", one.place));
    item.appendChild(make("span", "", (one.fatal ? "" : "［" + one.severity + "］") + one.message));
    if (one.help) item.appendChild(make("span", "ouchi-live__help", "→ " + one.help));
    return item;
  }

  // What was asked for last, which the site that is shown may not be yet.
  function look(asked) {
    var form = make("form", "ouchi-live__look");
    var day = make("label", "", "この日付で見る ");
    var on = make("input");
    on.type = "date"; on.name = "on"; on.value = asked.on;
    day.appendChild(on);
    var tick = make("label", "ouchi-live__tick");
    var drafts = make("input");
    drafts.type = "checkbox"; drafts.name = "drafts"; drafts.checked = asked.drafts;
    tick.appendChild(drafts);
    tick.appendChild(document.createTextNode(" 下書きと、先の日付の文章も出す"));
    form.appendChild(day); form.appendChild(tick);
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("change", function () {
      var body = new URLSearchParams({ on: on.value, drafts: drafts.checked ? "1" : "0" });
      fetch("/.ouchi/look", { method: "POST", body: body });
    });
    return form;
  }

  function show(outcome, asked) {
    var fresh = outcome.is_new;
    var open = box ? box.firstChild.open : false;
    var next = make("div", "ouchi-live" + (fresh ? "" : " ouchi-live--stopped"));
    var folds = make("details");
    next.lang = "ja";
    var words = fresh
      ? "下見　" + outcome.on + " の日付" + (outcome.drafts ? "・下書きも" : "")
      : "作れませんでした。前に作れたサイトを出しています";
    var head = make("summary", "", words);
    if (outcome.errors) head.appendChild(make("b", "", "誤り " + outcome.errors));
    if (outcome.warnings) head.appendChild(make("span", "", "注意 " + outcome.warnings));
    folds.appendChild(head);
    next.appendChild(folds);
    var body = make("div", "ouchi-live__body");
    if (fresh) body.appendChild(look(asked));
    if (outcome.findings.length) {
      var list = make("ol");
      outcome.findings.forEach(function (one) { list.appendChild(line(one)); });
      body.appendChild(list);
      if (outcome.more) body.appendChild(make("p", "", "ほか " + outcome.more + " 件。ouchi check で一覧ができます。"));
    } else {
      body.appendChild(make("p", "", "直すところは見つかりませんでした。"));
    }
    folds.appendChild(body);
    folds.open = open || !fresh;
    if (!fresh) next.setAttribute("role", "alert");
    if (box) box.replaceWith(next); else document.body.appendChild(next);
    box = next;
  }

  // The styles of the page are exchanged where it stands: the new one first, so that it is never without.
  function restyle(since, then) {
    var waits = 1;
    function one() { waits -= 1; if (!waits) then(); }
    document.querySelectorAll('link[rel="stylesheet"]').forEach(function (old) {
      if (old.href.indexOf("/.ouchi/") >= 0) return;
      var next = old.cloneNode();
      next.href = old.href.split("?")[0] + "?" + since;
      next.onload = next.onerror = function () { old.remove(); one(); };
      waits += 1;
      old.after(next);
    });
    one();
  }

  // Asking with a version says that it is on the screen. What is not looked at is never painted.
  function painted(then) {
    if (document.hidden) then();
    else requestAnimationFrame(function () { setTimeout(then, 0); });
  }

  function ask(since) {
    fetch("/.ouchi/news?since=" + since + "&page=" + encodeURIComponent(page))
      .then(function (answer) { return answer.json(); })
      .then(function (news) {
        waits = 0;
        if (news.reload) { location.reload(); return; }
        if (news.outcome.on) show(news.outcome, news.look);
        function next() { ask(news.version); }
        if (news.restyle) restyle(news.version, function () { painted(next); });
        else if (news.full) setTimeout(next, 2000);
        else next();
      })
      .catch(function () {
        // The program was ended; when it is started again, the page is looked at anew.
        waits += 1;
        if (waits === 3 && box) {
          box.querySelector("summary").textContent = "下見が止まっています。ouchi serve をもう一度実行してください";
        }
        setTimeout(function () { ask(since); }, waits < 3 ? 300 : 2000);
      });
  }

  // The first answer comes at once and says how things stand; the version tells whether the page is old already.
  fetch("/.ouchi/news?since=0&page=" + encodeURIComponent(page))
    .then(function (answer) { return answer.json(); })
    .then(function (news) { if (news.outcome.on) show(news.outcome, news.look); })
    .catch(function () {})
    .then(function () { painted(function () { ask(version); }); });
})();
