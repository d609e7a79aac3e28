// Single keys from change to change, only while the focus is in the list or the text, and with a switch (WCAG 2.1.4).
const note = document.querySelector('[data-keys]');
const places = [...new Set([...document.querySelectorAll('ol[data-changes] a')].map((a) => document.getElementById(decodeURIComponent(a.hash.slice(1)))).filter(Boolean))];
if (note && places.length) {
  const store = (() => { try { return globalThis.localStorage; } catch { return null; } })(); // refused in some private windows
  let on = store?.getItem('keys') !== 'off';
  let at = -1;
  const [button, words] = note.children;
  const show = () => { note.hidden = false; words.hidden = !on; button.setAttribute('aria-pressed', String(on)); };
  button.addEventListener('click', () => { on = !on; store?.setItem('keys', on ? 'on' : 'off'); show(); });
  const go = (to) => {
    const place = places[to];
    if (!place) return;
    at = to;
    place.closest('details')?.setAttribute('open', '');
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: 'center' });
    history.replaceState(null, '', '#' + place.id);
  };
  const here = () => { // the change that has the focus, or whose sentence has it
    const link = document.activeElement.closest?.('ol[data-changes] a');
    const found = places.indexOf(link ? document.getElementById(decodeURIComponent(link.hash.slice(1))) : document.activeElement);
    return found < 0 ? at : found;
  };
  for (const part of document.querySelectorAll('[data-changes]')) {
    part.addEventListener('keydown', (e) => {
      if (!on || e.ctrlKey || e.metaKey || e.altKey || e.target.matches('input, select, textarea')) return;
      if (e.key === 'n') go(here() + 1);
      else if (e.key === 'p') go(Math.max(here() - 1, 0));
      else return;
      e.preventDefault();
    });
  }
  show();
}

// A link into what is folded opens it.
const open = () => document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest('details')?.setAttribute('open', '');
addEventListener('hashchange', open);
open();
