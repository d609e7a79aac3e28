// Lets this device do some work while a comment is typed, so that a flood of made-up comments costs its sender
// something. A comment is taken without it as well; a moderator reads it first then.
const section = document.querySelector('[data-work]');
const field = document.querySelector('input[name="proof"]');
const { worker: path } = document.querySelector('script[data-worker]').dataset;
const say = (what) => { section.querySelector('[role="status"]').textContent = section.dataset[what]; };

async function work() {
  const answer = await fetch(section.dataset.work, { headers: { accept: 'application/json' } });
  if (!answer.ok) throw new Error(answer.statusText);
  const challenge = await answer.json();
  const number = await new Promise((resolve, reject) => {
    const worker = new Worker(path, { type: 'module' });
    worker.onmessage = ({ data }) => { worker.terminate(); resolve(data); };
    worker.onerror = reject;
    worker.postMessage(challenge);
  });
  if (number < 0) throw new Error('no number');
  const { algorithm, challenge: hash, salt, signature } = challenge;
  field.value = btoa(JSON.stringify({ algorithm, challenge: hash, number, salt, signature }));
  const until = Number(new URLSearchParams(salt.split('?')[1]).get('expires')) * 1000;
  setTimeout(start, Math.max(until - Date.now() - 60_000, 60_000)); // a new one before this one is too old
}

function start() {
  say('doing');
  work().then(() => say('done'), () => say('failed'));
}

field.form.addEventListener('input', start, { once: true });
