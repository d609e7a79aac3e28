// Keeps what is typed on this device until it was sent, shows the fields that matter, counts characters.
const failed = document.querySelector('[data-failed]');
const errors = document.querySelector('.summary:not([data-saved])');
const store = (() => { try { return globalThis.sessionStorage; } catch { return null; } })(); // refused in some private windows
const words = (form) => Array.from(form.elements).filter((e) => e.name && !['hidden', 'file', 'submit', 'button'].includes(e.type));

// What was sent is forgotten on the next page that is neither an error nor the form with its errors.
function settle() {
  const sent = store?.getItem('sent');
  if (!sent) return;
  if (!failed && !errors) store.removeItem(sent);
  store.removeItem('sent');
}

function keep(form) {
  const part = (name) => form.elements[name]?.value ?? '';
  const key = ['keep', form.dataset.keep, part('draft'), part('target.wid'), part('target.after')].join(':');
  const old = errors ? null : JSON.parse(store.getItem(key) ?? 'null');
  if (old) {
    for (const e of words(form)) {
      const was = old[e.name];
      if (was === undefined) continue;
      if (e.type === 'radio' || e.type === 'checkbox') e.checked = was.includes(e.value);
      else if (e.value === '' || e.tagName === 'SELECT' || 'whole' in form.dataset) e.value = was[0] ?? '';
    }
  }
  form.addEventListener('input', () => {
    const now = {};
    for (const e of words(form)) {
      now[e.name] ??= [];
      if ((e.type !== 'radio' && e.type !== 'checkbox') || e.checked) now[e.name].push(e.value);
    }
    try { store.setItem(key, JSON.stringify(now)); } catch { /* full: the page itself still holds the words */ }
  });
  form.addEventListener('submit', () => store.setItem('sent', key));
}

// only shows a field when it matters; hidden it is not sent.
function only(form, name, when) {
  const field = form.querySelector(`[data-field="${name}"]`);
  if (!field) return;
  const update = () => {
    const shown = when(new FormData(form)) || field.querySelector('.err');
    field.hidden = !shown;
    for (const e of field.querySelectorAll('input, select, textarea')) e.disabled = !shown;
  };
  form.addEventListener('change', update);
  update();
}

function count(area) {
  const line = Object.assign(document.createElement('p'), { className: 'count', hidden: true });
  line.setAttribute('role', 'status');
  area.after(line);
  const update = () => {
    const left = Number(area.dataset.max) - Array.from(area.value).length;
    line.hidden = left > 500;
    line.classList.toggle('over', left < 0);
    if (!line.hidden) line.textContent = area.dataset[left < 0 ? 'over' : 'left'].replace('{count}', Math.abs(left).toLocaleString(`${document.documentElement.lang}-u-nu-latn`));
  };
  area.addEventListener('input', update);
  update();
}

// startFrom offers to propose a wording that begins as the words commented on do now.
function startFrom(form) {
  const proposed = form.elements.proposed_text;
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'link', textContent: form.dataset.start });
  button.addEventListener('click', () => {
    proposed.value = form.elements['target.exact'].value || form.dataset.text;
    button.hidden = true;
    proposed.focus();
    proposed.dispatchEvent(new Event('input', { bubbles: true }));
  });
  button.hidden = proposed.value !== '';
  proposed.before(button);
}

// weigh refuses a file that is too large before it is sent.
function weigh(input) {
  input.addEventListener('change', () => {
    const size = Math.ceil((input.files[0]?.size ?? 0) / 2 ** 20);
    input.setCustomValidity(size > Number(input.dataset.max) ? input.dataset.over.replace('{size}', size) : '');
    input.reportValidity();
  });
}

// guard asks before words are left that were not sent. It listens only while there are some, as a page that listens is
// not kept for going back to.
function guard(form) {
  const ask = (event) => { event.preventDefault(); event.returnValue = true; }; // older browsers want the second
  const begin = () => addEventListener('beforeunload', ask);
  if (errors) begin();
  form.addEventListener('input', begin);
  form.addEventListener('submit', () => removeEventListener('beforeunload', ask));
}

settle();
for (const form of document.querySelectorAll('form[data-keep]')) {
  if (store) keep(form);
  if (form.dataset.start) startFrom(form);
  if ('guard' in form.dataset) guard(form);
  const none = (v) => !v || v === 'not_stated';
  only(form, 'organisation', (d) => d.get('speaking_as') === 'organisation');
  only(form, 'stakeholder_subtype', (d) => d.get('stakeholder_type') === 'civil_society');
  only(form, 'region', (d) => none(d.get('country')));
  only(form, 'new', (d) => !d.get('draft'));
  for (const area of form.querySelectorAll('textarea[data-max]')) count(area);
  for (const input of form.querySelectorAll('input[type=file][data-max]')) weigh(input);
}
