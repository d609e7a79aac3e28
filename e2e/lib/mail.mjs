// Reads the messages that the program writes as files when it has no mail server.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

// decoded undoes quoted-printable (RFC 2045, 6.7).
function decoded(text) {
  const bytes = text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

// linkTo gives the link in the newest message to an address, as soon as there is one: a job writes it.
export async function linkTo(data, address) {
  for (const late = Date.now() + 10_000; Date.now() < late; await setTimeout(50)) {
    const link = await newest(join(data, 'mail'), address);
    if (link) return link;
  }
  throw new Error(`no message with a link to ${address}`);
}

async function newest(folder, address) {
  for (const name of (await readdir(folder).catch(() => [])).sort().reverse()) { // the first message makes the folder
    const message = await readFile(join(folder, name), 'latin1');
    const end = message.indexOf('\r\n\r\n');
    if (!message.slice(0, end).includes(`To: <${address}>`)) continue;
    const link = /https?:\/\/\S+/.exec(decoded(message.slice(end)));
    if (link) return link[0];
  }
  return '';
}
