// Word files, which are archives of XML: a small one is made, and the words of one are changed as somebody in Word does.
import { crc32, inflateRawSync } from 'node:zlib';

const office = 'http://schemas.openxmlformats.org';

// file makes a Word file of lines; a level makes one a heading.
export function file(lines) {
  const escaped = (s) => s.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const paragraphs = lines.map(([words, level]) => `<w:p>${level === undefined ? '' : `<w:pPr><w:outlineLvl w:val="${level}"/></w:pPr>`}<w:r><w:t xml:space="preserve">${escaped(words)}</w:t></w:r></w:p>`);
  return pack(new Map(Object.entries({
    '[Content_Types].xml': `<Types xmlns="${office}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="r1" Type="${office}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    'word/document.xml': `<w:document xmlns:w="${office}/wordprocessingml/2006/main"><w:body>${paragraphs.join('')}</w:body></w:document>`,
  }).map(([name, words]) => [name, Buffer.from(words)])));
}

// rewritten puts words of the text in the place of others.
export function rewritten(buffer, from, to) {
  const parts = unpack(buffer);
  const text = parts.get('word/document.xml').toString();
  if (!text.includes(from)) throw new Error(`the file does not say ${from}`);
  parts.set('word/document.xml', Buffer.from(text.replace(from, to)));
  return pack(parts);
}

// comments is what a file says in its margin.
export const comments = (buffer) => unpack(buffer).get('word/comments.xml')?.toString() ?? '';

// unpack reads the parts of an archive by its directory at the end.
function unpack(buffer) {
  const end = buffer.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const parts = new Map();
  let at = buffer.readUInt32LE(end + 16);
  for (let left = buffer.readUInt16LE(end + 10); left > 0; left--) {
    const [packed, size, name, extra, note] = [buffer.readUInt16LE(at + 10) !== 0, buffer.readUInt32LE(at + 20), buffer.readUInt16LE(at + 28), buffer.readUInt16LE(at + 30), buffer.readUInt16LE(at + 32)];
    const local = buffer.readUInt32LE(at + 42);
    const begin = local + 30 + buffer.readUInt16LE(local + 26) + buffer.readUInt16LE(local + 28);
    const body = buffer.subarray(begin, begin + size);
    parts.set(buffer.toString('utf8', at + 46, at + 46 + name), packed ? inflateRawSync(body) : body);
    at += 46 + name + extra + note;
  }
  return parts;
}

// pack writes an archive whose parts are as they are.
function pack(parts) {
  const bodies = [], directory = [];
  let at = 0;
  for (const [name, body] of parts) {
    const called = Buffer.from(name);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt32LE(crc32(body), 10);
    facts.writeUInt32LE(body.length, 14);
    facts.writeUInt32LE(body.length, 18);
    facts.writeUInt16LE(called.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), facts, called, body]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), facts, place, called]));
    bodies.push(local);
    at += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.size, 8);
  end.writeUInt16LE(parts.size, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, list, end]);
}
