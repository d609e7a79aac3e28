// Tests a pledge while it is written: what the server finds stands below the fields somebody has been at, and how far
// the pledge has come in each test above. It never moves the focus; without a network it says so and goes on.
const form = document.querySelector('form[data-check]');
const line = document.querySelector('[data-said]');
const seen = new Set(); // the fields somebody has been at
const fields = () => form.querySelectorAll('[data-field]');
let waiting = 0;
let asking = null;
let heard = '';

const named = (field) => field.querySelector(':scope > .found, :scope > .pick + .found') ?? document.getElementById(`found-${field.dataset.field}`);

function show(field, found) {
  const place = named(field);
  if (!place) return;
  const lines = found.map((f) => {
    const p = Object.assign(document.createElement('p'), { className: f.must ? 'must' : 'advice' });
    p.append(Object.assign(document.createElement('span'), { textContent: form.dataset[f.must ? 'must' : 'advice'] }), ` ${f.text}`);
    return p;
  });
  if (lines.map((p) => p.textContent).join() === Array.from(place.children, (p) => p.textContent).join()) return;
  place.replaceChildren(...lines);
  if (found.some((f) => f.must)) return;
  field.classList.remove('bad'); // it is mended
  for (const e of field.querySelectorAll('[aria-invalid]')) e.removeAttribute('aria-invalid');
}

// tell says what changed of the tests, once, to who does not see it.
function tell(tests) {
  for (const test of tests) {
    for (const state of document.querySelectorAll(`[data-test="${test.name}"]`)) {
      state.dataset.state = test.state;
      state.textContent = test.word;
    }
  }
  const now = tests.map((t) => `${t.says}: ${t.word}`).join(' · ');
  if (heard && heard !== now) line.textContent = now;
  else if (line.textContent === form.dataset.offline) line.textContent = '';
  heard = now || heard;
}

async function check() {
  asking?.abort();
  const mine = asking = new AbortController();
  try {
    const answer = await fetch(form.dataset.check, {
      method: 'POST', body: new URLSearchParams(new FormData(form)), headers: { accept: 'application/json' }, signal: mine.signal,
    });
    if (!answer.ok || answer.redirected) return; // who was signed out is told when it is sent
    const { tests, findings } = await answer.json();
    if (mine !== asking) return;
    tell(tests);
    for (const field of fields()) {
      const name = field.dataset.field;
      if ('all' in form.dataset || seen.has(name)) show(field, findings.filter((f) => f.field === name));
    }
  } catch {
    if (!mine.signal.aborted) line.textContent = form.dataset.offline;
  }
}

function later(event) {
  const field = event?.target.closest('[data-field]');
  for (let at = field; at; at = at.parentElement.closest('[data-field]')) seen.add(at.dataset.field);
  clearTimeout(waiting);
  waiting = setTimeout(check, 600);
}

// name says above a folded list what is chosen in it.
function name(event) {
  const list = event.target.closest('.folded');
  if (!list) return;
  const chosen = Array.from(list.querySelectorAll(':checked'), (e) => e.nextElementSibling.textContent.trim());
  list.querySelector('[data-chosen]').textContent = new Intl.ListFormat(document.documentElement.lang).format(chosen);
}

// more adds a row for a milestone without asking the server.
function more(event) {
  const rows = form.querySelector('[data-rows]');
  const last = rows.lastElementChild;
  const from = `milestones.${rows.children.length - 1}.`;
  const to = `milestones.${rows.children.length}.`;
  if (rows.children.length >= 20) return;
  event.preventDefault();
  const row = last.cloneNode(true);
  for (const e of [row, ...row.querySelectorAll('*')]) {
    for (const attribute of ['id', 'name', 'for', 'data-field', 'aria-describedby']) {
      if (e.hasAttribute(attribute)) e.setAttribute(attribute, e.getAttribute(attribute).replaceAll(from, to));
    }
    e.removeAttribute('aria-invalid');
    e.classList.remove('bad');
    if (e.tagName === 'INPUT') e.value = '';
    if (e.className === 'found') e.replaceChildren();
  }
  for (const said of row.querySelectorAll('.err')) said.remove();
  rows.append(row);
  row.querySelector('input').focus();
}

form.addEventListener('input', later);
form.addEventListener('change', (event) => { later(event); name(event); });
form.querySelector('[data-more]')?.addEventListener('click', more);
form.addEventListener('submit', () => { clearTimeout(waiting); asking?.abort(); });
addEventListener('online', () => later());
if ('all' in form.dataset) check(); // so that a form that came back is tested as it was typed
