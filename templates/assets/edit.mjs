// Keeps what is written while it is written, and says who else has the provision open.
const form = document.querySelector('form[data-edit]');
const notice = document.querySelector('[data-others]');
const status = Object.assign(document.createElement('p'), { className: 'small soft' });
status.setAttribute('role', 'status');
form.querySelector('.acts').after(status);

const body = (more) => new URLSearchParams({ ...Object.fromEntries(new FormData(form)), ...more, idempotency_key: crypto.randomUUID() });
const ask = (path, sent) => fetch(path, { method: 'POST', body: sent, headers: { accept: 'application/json' } });

async function seen() {
  if (document.hidden) return;
  const answer = await ask(form.dataset.seen, new URLSearchParams({ idempotency_key: crypto.randomUUID() }));
  if (!answer.ok) return;
  const { others } = await answer.json();
  notice.hidden = others.length === 0;
  notice.textContent = others.map((name) => notice.dataset.one.replace('{name}', name)).join(' ');
}

let waiting = 0;
let saving = false;
async function save() {
  if (saving) { waiting = setTimeout(save, 1000); return; }
  saving = true;
  const sent = body({ auto: 'true' });
  try {
    const answer = await ask(form.action, sent);
    if (answer.ok) {
      form.elements.seq.value = (await answer.json()).seq;
      form.elements.base.value = sent.get('content');
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

form.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(save, 2500); });
form.addEventListener('submit', () => clearTimeout(waiting));
setInterval(seen, 30_000);
addEventListener('pagehide', () => navigator.sendBeacon(form.dataset.seen, new URLSearchParams({ done: 'true', idempotency_key: crypto.randomUUID() })));
