// Makes and proves passkeys, where the browser can and the site has the name they are bound to. Without it there is
// the link by mail. The options are asked for when the button is pressed; the answer is sent as any form.
const able = Boolean(globalThis.PublicKeyCredential && navigator.credentials);
const at = (domain) => location.hostname === domain || location.hostname.endsWith(`.${domain}`);

const bytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
const keys = (list) => list?.map((key) => ({ ...key, id: bytes(key.id) }));

// options makes of JSON what the browser asks for.
function options(json) {
  const o = { ...json, challenge: bytes(json.challenge) };
  if (json.user) o.user = { ...json.user, id: bytes(json.user.id) };
  if (json.allowCredentials) o.allowCredentials = keys(json.allowCredentials);
  if (json.excludeCredentials) o.excludeCredentials = keys(json.excludeCredentials);
  return o;
}

// answer makes JSON of what the browser gives.
function answer({ id, rawId, type, response, authenticatorAttachment }) {
  const said = { clientDataJSON: text(response.clientDataJSON) };
  for (const name of ['attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (response[name]) said[name] = text(response[name]);
  }
  if (response.getTransports) said.transports = response.getTransports();
  return JSON.stringify({ id, rawId: text(rawId), type, authenticatorAttachment, clientExtensionResults: {}, response: said });
}

// ask runs the exchange and sends the form with its outcome; where one has to prove anew who one is first, it goes there.
async function ask(form) {
  const reply = await fetch(`${form.getAttribute('action')}/options`, { method: 'POST' });
  if (reply.status === 403 && form.dataset.proof) {
    location.assign(form.dataset.proof);
    return;
  }
  if (!reply.ok) throw new Error(`${reply.status}`);
  const { ceremony, publicKey } = await reply.json();
  const credential = await navigator.credentials[form.dataset.passkey]({ publicKey: options(publicKey) });
  form.elements.ceremony.value = ceremony;
  form.elements.answer.value = answer(credential);
  form.submit();
}

for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (!able || !at(form.dataset.domain)) continue;
  form.hidden = false;
  for (const instead of document.querySelectorAll('[data-unless-passkey]')) instead.hidden = true;
  const problem = form.querySelector('[role="alert"]');
  const button = form.querySelector('button');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    problem.hidden = true;
    button.setAttribute('aria-disabled', 'true');
    await ask(form).catch(() => { problem.hidden = false; });
    button.removeAttribute('aria-disabled');
  });
}
