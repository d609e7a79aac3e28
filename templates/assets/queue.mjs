// Single keys in the queue, only while the focus is in the list, and with a switch (WCAG 2.1.4).
const list = document.querySelector('[data-queue]');
const note = document.querySelector('[data-keys]');
if (list && note) {
  const store = (() => { try { return globalThis.localStorage; } catch { return null; } })(); // refused in some private windows
  let on = store?.getItem('keys') !== 'off';
  const links = Array.from(list.querySelectorAll('.ref'));
  const [button, words] = note.children;
  const show = () => { note.hidden = false; words.hidden = !on; button.setAttribute('aria-pressed', String(on)); };
  button.addEventListener('click', () => { on = !on; store?.setItem('keys', on ? 'on' : 'off'); show(); });
  list.addEventListener('keydown', (e) => {
    if (!on || e.ctrlKey || e.metaKey || e.altKey) return;
    const at = links.indexOf(document.activeElement);
    const to = { j: at + 1, k: at - 1 }[e.key];
    if (to !== undefined) links[to]?.focus();
    else if (e.key === 'x') links[at]?.click();
    else return;
    e.preventDefault();
  });
  show();
}

// Beside the list a comment opens without losing the place in it.
if (list && matchMedia('(min-width: 68rem)').matches) {
  const visit = (() => { try { return globalThis.sessionStorage; } catch { return null; } })();
  const place = visit?.getItem('place');
  if (place && document.querySelector('.one.chosen')) scrollTo({ top: Number(place), behavior: 'instant' });
  visit?.removeItem('place');
  list.addEventListener('click', (e) => { if (e.target.closest('.ref')) visit?.setItem('place', String(scrollY)); });
}
