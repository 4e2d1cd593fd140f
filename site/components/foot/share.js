// Sends a page on: by the phone's own way, or by copying, LINE and mail.
(function (ouchi) {
  'use strict';

  const canonical = /** @type {HTMLLinkElement} */ (document.querySelector('link[rel=canonical]'));
  const address = canonical ? canonical.href : location.href.split('#')[0];
  // An address on this computer is of no use to anybody else.
  if (!/^https?:/.test(address)) { return; }

  /** @param {HTMLElement} said */
  function copy(said) {
    /** @param {boolean} done */
    function tell(done) { said.textContent = done ? 'コピーしました' : 'コピーできませんでした。' + address; }
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(address).then(function () { tell(true); }, function () { tell(false); });
      return;
    }
    const field = document.createElement('textarea');
    field.value = address;
    field.className = 'share__field';
    document.body.appendChild(field);
    field.select();
    tell(document.execCommand('copy'));
    document.body.removeChild(field);
  }

  /** @param {Element} button */
  function panel(button) {
    const box = ouchi.make('div', 'share');
    const said = ouchi.make('span', 'share__said');
    said.setAttribute('role', 'status');
    const copier = ouchi.make('button', 'button button--quiet', 'リンクをコピー');
    copier.addEventListener('click', function () { copy(said); });
    const words = encodeURIComponent(document.title + '\n' + address);
    const mail = 'mailto:?subject=' + encodeURIComponent(document.title) + '&body=' + words;
    box.appendChild(copier);
    box.appendChild(ouchi.link('https://line.me/R/msg/text/?' + words, 'button button--quiet', 'LINEで送る'));
    box.appendChild(ouchi.link(mail, 'button button--quiet', 'メールで送る'));
    box.appendChild(said);
    button.insertAdjacentElement('afterend', box);
    return box;
  }

  ouchi.all('[data-share]').forEach(function (button) {
    /** @type {HTMLElement|null} */
    let box = null;
    button.removeAttribute('hidden');
    button.addEventListener('click', function () {
      if (navigator.share) {
        navigator.share({ title: document.title, url: address }).catch(function () {});
        return;
      }
      box = box || panel(button);
      const open = button.getAttribute('aria-expanded') === 'true';
      box.hidden = open;
      button.setAttribute('aria-expanded', String(!open));
    });
  });
})(window.ouchi);
