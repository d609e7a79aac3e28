// Keeps what is written while it is written, on this device and on the server, and says who else has the provision open.
const form = document.querySelector('form[data-edit]');
const notice = document.querySelector('[data-others]');
const store = (() => { try { return globalThis.sessionStorage; } catch { return null; } })(); // refused in some private windows
const key = `keep:${form.dataset.edit}`;
const status = Object.assign(document.createElement('p'), { className: 'small soft' });
status.setAttribute('role', 'status');
form.querySelector('.acts').after(status);

const values = () => Object.fromEntries(new FormData(form));
// uuid is a random UUID; crypto.randomUUID is there for HTTPS and localhost alone.
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
const seen = (more) => new URLSearchParams({ ...more, idempotency_key: uuid() });
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

// What a refusal is told with. All but the first end the saving: what is written stays in this window.
const told = {
  changed_meanwhile: 'met', translation_frozen: 'ended', version_not_found: 'ended', provision_not_found: 'ended', sign_in: 'signedOut',
};

let waiting = 0;
let running = null; // the save that is on its way
let sending = false;
let ended = false;
let changed = 0;
let unsaved = Boolean(document.querySelector('.summary')); // what was sent and could not be saved

// guard asks before words are left that are neither saved nor on their way. It listens only while there are some, as a
// page that listens is not kept for going back to.
const guard = (event) => { event.preventDefault(); event.returnValue = true; }; // older browsers want the second
function watch() {
  if (unsaved && !sending) addEventListener('beforeunload', guard);
  else removeEventListener('beforeunload', guard);
}

function later() {
  changed += 1;
  unsaved = true;
  watch();
  keep();
  clearTimeout(waiting);
  if (!ended) waiting = setTimeout(save, 2500);
}

function save() {
  if (sending || ended) return;
  if (running) { waiting = setTimeout(save, 1000); return; }
  const now = running = send().finally(() => { if (running === now) running = null; });
}

async function send() {
  const now = changed;
  const sent = values();
  try {
    const answer = await ask(form.action, new URLSearchParams({ ...sent, auto: 'true', idempotency_key: uuid() }));
    if (answer.ok && !answer.redirected) {
      form.elements.seq.value = (await answer.json()).seq;
      for (const name of ['kind', 'number', 'heading']) form.elements[`base_${name}`].value = sent[name];
      form.elements.base.value = sent.content;
      if (now === changed) forget(); else keep();
      unsaved = now !== changed;
      watch();
      status.textContent = form.dataset.saved;
    } else {
      const code = answer.redirected || answer.status === 401 ? 'sign_in' : (await answer.json()).code; // a redirection leads to signing in
      ended = code in told && told[code] !== 'met';
      status.textContent = form.dataset[told[code] ?? 'unsaved'];
    }
  } catch {
    status.textContent = form.dataset.unsaved;
  }
}

// A save on its way is waited for, as its answer brings the state that the form is to be sent with.
function submit(event) {
  clearTimeout(waiting);
  if (running) {
    event.preventDefault();
    if (sending) return;
    sending = true;
    const late = new Promise((done) => { setTimeout(done, 5000); });
    Promise.race([running, late]).then(() => { running = null; form.requestSubmit(event.submitter); });
    return;
  }
  sending = true;
  watch();
  keep();
  store?.setItem('sent', key);
}

offer();
watch();
form.addEventListener('input', later);
form.addEventListener('submit', submit);
addEventListener('online', () => { if (changed) later(); });
document.addEventListener('visibilitychange', look);
setInterval(look, 30_000);
addEventListener('pageshow', (e) => { sending = false; watch(); if (e.persisted) look(); });
addEventListener('pagehide', () => navigator.sendBeacon(form.dataset.seen, seen({ done: 'true' })));
