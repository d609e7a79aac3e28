// Keeps what is written while it is written, on this device and on the server, and says who else has the provision open.
const form = document.querySelector('form[data-edit]');
const notice = document.querySelector('[data-others]');
const store = (() => { try { return globalThis.sessionStorage; } catch { return null; } })(); // refused in some private windows
const key = `keep:${form.dataset.edit}`;
const status = Object.assign(document.createElement('p'), { className: 'small soft' });
status.setAttribute('role', 'status');
form.querySelector('.acts').after(status);

const values = () => Object.fromEntries(new FormData(form));
const seen = (more) => new URLSearchParams({ ...more, idempotency_key: crypto.randomUUID() });
const ask = (path, body) => fetch(path, { method: 'POST', body, headers: { accept: 'application/json' } });

const keep = () => { try { store?.setItem(key, JSON.stringify(values())); } catch { /* full: the page itself still holds the words */ } };
const forget = () => store?.removeItem(key);

// offer gives words back that were neither saved nor sent, with the state they were written in.
function offer() {
  const old = JSON.parse(store?.getItem(key) ?? 'null');
  const names = ['kind', 'number', 'heading', 'content'];
  const differs = old && names.some((name) => name in old && old[name] !== values()[name]);
  if (!differs || document.querySelector('.summary')) return;
  const line = Object.assign(document.createElement('p'), { className: 'notice', textContent: `${form.dataset.kept} ` });
  const button = (words, act) => {
    const b = Object.assign(document.createElement('button'), { type: 'button', className: 'link', textContent: words });
    b.addEventListener('click', () => { act(); line.remove(); form.elements.content.focus(); });
    line.append(b, ' ');
  };
  button(form.dataset.bring, () => {
    for (const [name, value] of Object.entries(old)) if (name !== 'idempotency_key' && form.elements[name]) form.elements[name].value = value;
    later();
  });
  button(form.dataset.forget, forget);
  form.before(line);
}

async function look() {
  if (document.hidden) return;
  try {
    const answer = await ask(form.dataset.seen, seen());
    if (!answer.ok) return;
    const { others } = await answer.json();
    notice.hidden = others.length === 0;
    notice.textContent = others.map((name) => notice.dataset.one.replace('{name}', name)).join(' ');
  } catch { /* offline: it is asked again */ }
}

let waiting = 0;
let saving = false;
let sending = false;
let changed = 0;
function later() {
  changed += 1;
  keep();
  clearTimeout(waiting);
  waiting = setTimeout(save, 2500);
}

async function save() {
  if (sending) return;
  if (saving) { waiting = setTimeout(save, 1000); return; }
  saving = true;
  const now = changed;
  const sent = values();
  try {
    const answer = await ask(form.action, new URLSearchParams({ ...sent, auto: 'true', idempotency_key: crypto.randomUUID() }));
    if (answer.ok) {
      form.elements.seq.value = (await answer.json()).seq;
      for (const name of ['kind', 'number', 'heading']) form.elements[`base_${name}`].value = sent[name];
      form.elements.base.value = sent.content;
      if (now === changed) forget(); else keep();
      status.textContent = form.dataset.saved;
    } else {
      status.textContent = answer.status === 409 ? form.dataset.met : form.dataset.unsaved;
    }
  } catch {
    status.textContent = form.dataset.unsaved;
  } finally {
    saving = false;
  }
}

offer();
form.addEventListener('input', later);
form.addEventListener('submit', () => { sending = true; clearTimeout(waiting); keep(); store?.setItem('sent', key); });
addEventListener('online', later);
document.addEventListener('visibilitychange', look);
setInterval(look, 30_000);
addEventListener('pageshow', (e) => { sending = false; if (e.persisted) look(); });
addEventListener('pagehide', () => navigator.sendBeacon(form.dataset.seen, seen({ done: 'true' })));
