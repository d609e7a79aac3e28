// Choosing words in a provision with mouse, finger or keyboard, and going to the comment form with them.
// The server counts code points of the provision's plain text (W3C Web Annotation), the browser UTF-16
// units: everything in here is UTF-16 until link() converts it.
const root = document.querySelector('[data-reader]');
const around = 32; // code points of prefix and suffix, to find the words again in a later version

const skipped = (node) => (node.nodeType === 1 ? node : node.parentElement).closest('[data-skip]');
const wordsOf = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest('.words[data-wid]');
const points = (text) => Array.from(text).length;

// pieces are the text nodes and line breaks that make up the plain text, in order.
function* pieces(words) {
  const walk = document.createTreeWalker(words, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let n = walk.nextNode(); n; n = walk.nextNode()) {
    if (skipped(n)) continue;
    if (n.nodeType === 3) yield [n, n.data];
    else if (n.nodeName === 'BR') yield [n, '\n'];
  }
}

const plain = (words) => Array.from(pieces(words), ([, text]) => text).join('');

// offset is how much plain text stands before a place in the document.
function offset(words, node, at) {
  const place = document.createRange();
  place.setStart(node, at);
  let before = 0;
  for (const [n, text] of pieces(words)) {
    if (n === node) return before + at;
    if (place.comparePoint(n.nodeType === 3 ? n : n.parentNode, n.nodeType === 3 ? 0 : Array.prototype.indexOf.call(n.parentNode.childNodes, n)) >= 0) return before;
    before += text.length;
  }
  return before;
}

// place is where in the document some offset of the plain text is.
function place(words, want) {
  let before = 0;
  let last = [words, 0];
  for (const [n, text] of pieces(words)) {
    if (n.nodeType === 3) {
      if (want <= before + text.length) return [n, want - before];
      last = [n, text.length];
    }
    before += text.length;
  }
  return last;
}

// chosen is the selection within one provision, without the space around it, or null.
function chosen() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const first = wordsOf(range.startContainer);
  const last = wordsOf(range.endContainer);
  const words = first || last;
  if (!words || !root.contains(words)) return null;
  const text = plain(words);
  let start = first ? offset(words, range.startContainer, range.startOffset) : 0;
  let end = last === words ? offset(words, range.endContainer, range.endOffset) : text.length;
  while (start < end && /\s/.test(text[start])) start++;
  while (end > start && /\s/.test(text[end - 1])) end--;
  return start < end ? { words, text, start, end, range } : null;
}

// link is the comment form for the words chosen.
function link({ words, text, start, end }) {
  const url = new URL(root.dataset.comment, location.href);
  const from = points(text.slice(0, start));
  const exact = text.slice(start, end);
  const all = {
    on: words.dataset.wid, exact, start: from, end: from + points(exact),
    prefix: Array.from(text.slice(0, start)).slice(-around).join(''), suffix: Array.from(text.slice(end)).slice(0, around).join(''),
  };
  if (words.dataset.text) url.searchParams.set('text', words.dataset.text); // shown in another language than the text
  for (const [name, value] of Object.entries(all)) url.searchParams.set(name, value);
  return url.pathname + url.search;
}

// the bar that appears beside the words
const bar = Object.assign(document.createElement('div'), { className: 'chooser', hidden: true });
const go = Object.assign(document.createElement('a'), { className: 'btn', textContent: root?.dataset.say, rel: 'nofollow' });
const how = Object.assign(document.createElement('span'), { className: 'small', hidden: true, textContent: root?.dataset.how });
how.ariaHidden = 'true'; // it is the name of what has the focus, so it was said already
bar.append(go, how);

function show() {
  const pick = chosen();
  bar.hidden = !pick;
  if (!pick) return;
  go.setAttribute('href', link(pick));
  const box = (mode ? mode.words : pick.range).getBoundingClientRect(); // by keyboard all words stay in sight
  const size = bar.getBoundingClientRect();
  const below = box.bottom + 12 + size.height < innerHeight; // below: phones show their own bar above
  bar.style.top = `${Math.max(8, below ? box.bottom + 12 : box.top - size.height - 12)}px`;
  bar.style.left = `${Math.min(Math.max(8, box.left + (box.width - size.width) / 2), innerWidth - size.width - 8)}px`;
}

// choosing with the keyboard: a button at each provision, then the arrow keys, word by word
const live = Object.assign(document.createElement('div'), { className: 'hide', ariaLive: 'polite' });
let mode = null; // { words, list, from, to, button }

function split(text, lang) {
  const all = [];
  if (globalThis.Intl?.Segmenter) {
    for (const s of new Intl.Segmenter(lang, { granularity: 'word' }).segment(text)) {
      if (s.isWordLike) all.push([s.index, s.index + s.segment.length]);
    }
    return all;
  }
  for (const m of text.matchAll(/[^\s\p{P}]+/gu)) all.push([m.index, m.index + m[0].length]);
  return all;
}

function begin(words, button) {
  const list = split(plain(words), words.dataset.text || root.dataset.language);
  if (!list.length) return;
  mode = { words, list, from: 0, to: 0, button };
  how.hidden = false;
  words.tabIndex = -1;
  words.setAttribute('role', 'application');
  words.setAttribute('aria-label', root.dataset.how);
  words.focus({ preventScroll: false });
  mark(root.dataset.how + ' ');
}

function end() {
  mode = null;
  how.hidden = true;
}

function finish() {
  const { words, button } = mode;
  end();
  for (const name of ['role', 'aria-label', 'tabindex']) words.removeAttribute(name);
  getSelection().removeAllRanges();
  button.focus();
}

// mark selects the words from one to the other, whichever comes first, and says them.
function mark(before = '') {
  const { words, list, from, to } = mode;
  const start = list[Math.min(from, to)][0];
  const end = list[Math.max(from, to)][1];
  getSelection().setBaseAndExtent(...place(words, start), ...place(words, end));
  live.textContent = before + plain(words).slice(start, end);
  show();
}

function key(event) {
  if (!mode || document.activeElement !== mode.words) return;
  const rtl = getComputedStyle(mode.words).direction === 'rtl';
  const step = { ArrowRight: rtl ? -1 : 1, ArrowLeft: rtl ? 1 : -1, ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
  if (step) {
    mode.to = Math.min(Math.max(mode.to + step, 0), mode.list.length - 1);
    if (!event.shiftKey) mode.from = mode.to;
    mark();
  } else if (event.key === 'Enter') {
    const pick = chosen();
    if (pick) location.assign(link(pick));
    else live.textContent = root.dataset.nothing;
  } else if (event.key === 'Escape') {
    finish();
  } else {
    return;
  }
  event.preventDefault();
}

// prepare gives each provision in a stretch of the text its button.
function prepare(scope) {
  for (const words of scope.querySelectorAll('.words[data-wid]')) {
    const tools = words.closest('.prov').querySelector('.tools');
    const button = Object.assign(document.createElement('button'), { type: 'button', className: 'link choose', textContent: root.dataset.choose });
    const name = tools.querySelector('a')?.getAttribute('aria-label');
    if (name) button.setAttribute('aria-label', `${root.dataset.choose}. ${name}`);
    button.addEventListener('click', () => begin(words, button));
    tools.querySelector('a')?.after(button);
    words.addEventListener('blur', () => { if (mode?.words === words) { for (const n of ['role', 'aria-label']) words.removeAttribute(n); end(); } });
  }
}

if (root) {
  document.body.append(bar, live);
  prepare(root);
  root.addEventListener('part', (e) => prepare(e.detail)); // more of a long text (parts.mjs)
  let wait = 0;
  let dragging = false; // meanwhile the bar would lie in the way of the pointer
  const soon = () => { clearTimeout(wait); wait = setTimeout(() => { if (!dragging) show(); }, 120); };
  document.addEventListener('selectionchange', soon);
  addEventListener('pointerdown', (e) => { dragging = e.pointerType === 'mouse' && !bar.contains(e.target); });
  for (const ended of ['pointerup', 'pointercancel']) addEventListener(ended, () => { dragging = false; soon(); });
  for (const moved of ['scroll', 'resize']) addEventListener(moved, () => { if (!bar.hidden) show(); }, { passive: true });
  document.addEventListener('keydown', key);
}
