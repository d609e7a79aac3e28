// Reads the messages that the program writes as files when it has no mail server.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

// decoded undoes quoted-printable (RFC 2045, 6.7).
function decoded(text) {
  const bytes = text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

// linkTo gives the first link in the newest message to an address that has one beginning with a path, as soon as there
// is one: a job writes it.
export async function linkTo(data, address, path = '/') {
  for (const late = Date.now() + 10_000; Date.now() < late; await setTimeout(50)) {
    const link = await newest(join(data, 'mail'), address, path);
    if (link) return link;
  }
  throw new Error(`no message with a link to ${address}`);
}

async function newest(folder, address, path) {
  for (const name of (await readdir(folder).catch(() => [])).sort().reverse()) { // the first message makes the folder
    if (name.endsWith('.part')) continue; // it is being written
    const message = await readFile(join(folder, name), 'latin1');
    const end = message.indexOf('\r\n\r\n');
    if (!message.slice(0, end).includes(`To: <${address}>`)) continue;
    const links = decoded(message.slice(end)).match(/https?:\/\/[^\s"<>]+/g) ?? [];
    const link = links.find((l) => new URL(l).pathname.startsWith(path));
    if (link) return link;
  }
  return '';
}
