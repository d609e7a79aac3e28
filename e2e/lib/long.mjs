// A text that is too long for one page, open for comments, in English and with the same words marked as Arabic.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export const long = '/c/lengthy/drafts/long';

// lengthen publishes it on a server, once.
export async function lengthen(server) {
  if ((await fetch(server.url + long)).ok) return;
  const lines = ['# A long charter', ''];
  for (let c = 1; c <= 8; c++) {
    lines.push(`## Chapter ${c} On what is kept`, '');
    for (let a = 1; a <= 12; a++) {
      lines.push(`### Article ${(c - 1) * 12 + a} Records`, '');
      for (let p = 1; p <= 4; p++) lines.push(`${p}. Office ${c}-${a}-${p} keeps its records open to whoever asks, and says in ${a + p} days what became of each.`);
      lines.push('');
    }
  }
  const file = join(server.data, 'long.md');
  await writeFile(file, lines.join('\n'));
  await server.travaux('consultation', 'add', '--slug', 'lengthy', '--title', 'Lengthy', '--language', 'en');
  const text = (...more) => server.travaux('import', 'draft', '--consultation', 'lengthy', '--draft', 'long', ...more, file);
  await text('--language', 'en', '--publish');
  await text('--language', 'ar');
}
