// Filters of a search: a field in each long group that looks through all of its values, and groups that stay open as they were.
(() => {
  const PAUSE = 200;
  const opened = new Map();

  const element = (name, attributes) => {
    const made = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  };

  const searchable = (group) => {
    const field = element('input', {
      type: 'search', class: 'facet-find', 'aria-label': group.dataset.findLabel, placeholder: group.dataset.findLabel,
      autocomplete: 'off', maxlength: '100',
    });
    const found = element('div', { class: 'facet-found', hidden: '' });
    const status = element('p', { class: 'vh', role: 'status' });
    const listed = [...group.children];
    group.prepend(field, found, status);

    let timer = 0;
    let asking = null;
    // The usual list goes into the background, still there and still sent, while there is something to look through instead.
    const show = (searching) => {
      found.hidden = !searching;
      listed.forEach((child) => { child.hidden = searching; });
      found.querySelectorAll('input').forEach((box) => { box.disabled = !searching; });
      listed.forEach((child) => child.querySelectorAll('input').forEach((box) => { box.disabled = searching; }));
    };

    const ask = async () => {
      asking?.abort();
      const find = field.value.trim();
      if (!find) { show(false); status.textContent = ''; return; }
      const parameters = new URLSearchParams(new FormData(field.form));
      parameters.set('find', find);
      asking = new AbortController();
      try {
        const answer = await fetch(`${group.dataset.find}?${parameters}`, { headers: { 'X-Requested-With': 'fetch' }, signal: asking.signal });
        if (!answer.ok) return;
        const parsed = new DOMParser().parseFromString(await answer.text(), 'text/html');
        parsed.querySelectorAll('[id]').forEach((box) => { box.id = `found-${box.id}`; });
        found.replaceChildren(...parsed.body.childNodes);
        show(true);
        status.textContent = found.querySelector('[data-told]')?.textContent || '';
      } catch (error) {
        if (error.name !== 'AbortError') show(false);
      }
    };

    field.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE); });
    // It only looks for values: neither leaving it nor Enter in it is a choice.
    field.addEventListener('change', (event) => event.stopPropagation());
    field.addEventListener('keydown', (event) => { if (event.key === 'Enter') event.preventDefault(); });
  };

  const prepare = (within) => {
    within.querySelectorAll('[data-find]:not([data-ready])').forEach((group) => { group.dataset.ready = ''; searchable(group); });
    within.querySelectorAll('.facet[data-facet]').forEach((group) => {
      if (opened.has(group.dataset.facet)) group.open = opened.get(group.dataset.facet);
      group.addEventListener('toggle', () => opened.set(group.dataset.facet, group.open));
    });
  };
  prepare(document);
  document.addEventListener('htmx:load', (event) => { if (event.detail.elt !== document.body) prepare(event.detail.elt.parentElement || document); });
})();
