// Progressive extras only. Every page works without this file.
(() => {
  const root = document.documentElement;

  // The theme: the server reads the cookie; here the page changes at once, without a round trip.
  const buttons = document.querySelectorAll('.theme button');
  buttons.forEach((button) => button.addEventListener('click', (event) => {
    event.preventDefault();
    const theme = button.value;
    const age = theme === 'auto' ? 0 : 31536000;
    if (theme === 'auto') delete root.dataset.theme; else root.dataset.theme = theme;
    document.cookie = `theme=${theme}; path=/; max-age=${age}; samesite=lax${location.protocol === 'https:' ? '; secure' : ''}`;
    buttons.forEach((b) => b.setAttribute('aria-pressed', String(b === button)));
  }));

  // Folds: CSS already shows their content where there is room; this keeps the open state in step for assistive
  // technology, opens the one an address points at, and opens all of them for paper.
  root.dataset.js = '';
  const fold = (d) => {
    const wide = matchMedia(`(min-width: ${d.dataset.collapse})`);
    const fit = () => { d.open = wide.matches; d.querySelector('summary').tabIndex = wide.matches ? -1 : 0; };
    fit();
    wide.addEventListener('change', fit);
    addEventListener('beforeprint', () => { d.open = true; });
    addEventListener('afterprint', fit);
    d.dataset.folded = '';
  };
  const folds = (within) => within.querySelectorAll('.fold[data-collapse]:not([data-folded])').forEach(fold);
  folds(document);
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const closed = target && (target.closest('.fold') || target.querySelector(':scope > .fold'));
    if (closed) closed.open = true;
  };
  reveal();
  addEventListener('hashchange', reveal);

  // An open menu closes on Escape and on a click elsewhere.
  const menus = () => document.querySelectorAll('details.menu[open]');
  document.addEventListener('click', (e) => menus().forEach((m) => { if (!m.contains(e.target)) m.open = false; }));
  document.addEventListener('keydown', (e) => {
    if (e.key !== 'Escape') return;
    menus().forEach((m) => { m.open = false; m.querySelector('summary').focus(); });
  });

  // A result under the pointer or the focus lights its number on the map.
  const light = (on) => (e) => {
    const hit = e.target.closest?.('.hits > li[id]');
    if (hit) document.getElementById(hit.id.replace('w', 'm'))?.classList.toggle('on', on);
  };
  document.addEventListener('pointerover', light(true)); document.addEventListener('pointerout', light(false));
  document.addEventListener('focusin', light(true)); document.addEventListener('focusout', light(false));

  document.querySelector('[data-focus]')?.focus({ preventScroll: true });

  // What htmx brings in gets the same treatment.
  document.addEventListener('htmx:load', (e) => folds(e.detail.elt));
})();
