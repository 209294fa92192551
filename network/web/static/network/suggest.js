// Suggestions under a search box: an ARIA 1.2 combobox with a listbox. Focus stays in the box; without this file it is a plain search box.
(() => {
  const SHORTEST = 2;
  const PAUSE = 150;

  const element = (name, attributes) => {
    const made = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  };

  const combobox = (input) => {
    const list = element('div', { class: 'listbox', id: `${input.id}-list`, role: 'listbox', 'aria-label': input.dataset.suggestTitle, hidden: '' });
    const status = element('p', { class: 'vh', role: 'status' });
    const keys = element('p', { class: 'vh', id: `${input.id}-keys` });
    keys.textContent = input.dataset.suggestKeys;
    input.parentElement.append(list);
    input.form.append(status, keys);
    Object.entries({
      role: 'combobox', 'aria-autocomplete': 'list', 'aria-haspopup': 'listbox', 'aria-expanded': 'false', 'aria-controls': list.id,
      'aria-describedby': `${input.getAttribute('aria-describedby') || ''} ${keys.id}`.trim(),
    }).forEach(([key, value]) => input.setAttribute(key, value));

    const known = new Map();
    let timer = 0;
    let asking = null;

    const options = () => [...list.querySelectorAll('[role=option]')];
    const active = () => list.querySelector('.opt-on');
    const isOpen = () => !list.hidden;

    const choose = (option) => {
      const before = active();
      if (before) { before.classList.remove('opt-on'); before.setAttribute('aria-selected', 'false'); }
      if (!option) { input.removeAttribute('aria-activedescendant'); return; }
      option.classList.add('opt-on');
      option.setAttribute('aria-selected', 'true');
      input.setAttribute('aria-activedescendant', option.id);
      option.scrollIntoView({ block: 'nearest' });
    };

    const show = (open) => {
      list.hidden = !open;
      input.setAttribute('aria-expanded', String(open));
      if (!open) choose(null);
    };

    const close = () => {
      clearTimeout(timer);
      asking?.abort();
      show(false);
    };

    const fill = (html) => {
      const parsed = new DOMParser().parseFromString(html, 'text/html');
      const told = parsed.querySelector('p[data-count]');
      if (!told) return;
      told.remove();
      choose(null);
      list.replaceChildren(...parsed.body.childNodes);
      show(told.dataset.count !== '0');
      status.textContent = told.textContent;
    };

    const ask = async () => {
      const q = input.value.trim();
      asking?.abort();
      if (q.length < SHORTEST) { close(); status.textContent = ''; return; }
      if (known.has(q)) { fill(known.get(q)); return; }
      asking = new AbortController();
      try {
        const answer = await fetch(`${input.dataset.suggest}?${new URLSearchParams({ q, box: input.id })}`, { signal: asking.signal });
        if (!answer.ok) { show(false); return; }
        const html = await answer.text();
        known.set(q, html);
        if (document.activeElement === input && input.value.trim() === q) fill(html);
      } catch (error) {
        if (error.name !== 'AbortError') show(false);
      }
    };

    const move = (by) => {
      const all = options();
      if (!all.length) return;
      // One place before the first and after the last is the box itself.
      const at = (all.indexOf(active()) + 1 + by + all.length + 1) % (all.length + 1);
      choose(at ? all[at - 1] : null);
    };

    const onKey = {
      ArrowDown: () => { if (isOpen()) move(1); else if (options().length) show(true); else ask(); return true; },
      ArrowUp: () => { if (isOpen()) move(-1); return isOpen(); },
      Home: () => { if (active()) choose(options()[0]); return Boolean(active()); },
      End: () => { if (active()) choose(options().at(-1)); return Boolean(active()); },
      Enter: () => { const chosen = active(); if (chosen) chosen.click(); return Boolean(chosen); },
      Escape: () => { const open = isOpen(); close(); return open; },
      Tab: () => { close(); return false; },
    };

    input.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE); });
    input.addEventListener('keydown', (event) => {
      const handle = !event.isComposing && !event.ctrlKey && !event.altKey && !event.metaKey && onKey[event.key];
      if (handle && handle()) event.preventDefault();
    });
    input.addEventListener('blur', close);
    // A click must not take the focus away, or the list would close before it arrives.
    list.addEventListener('mousedown', (event) => event.preventDefault());
    input.form.addEventListener('submit', close);
  };

  document.querySelectorAll('input[data-suggest]').forEach(combobox);
})();
