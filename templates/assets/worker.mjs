// Finds the number whose SHA-256 with the salt is the challenge (FIPS 180-4). Its own arithmetic, because that of the
// browser answers too slowly for many small texts and is missing on plain http.
const K = new Int32Array(64);
const H = new Int32Array(8);
{
  const root = (n, p) => { const r = n ** (1 / p); return ((r - Math.floor(r)) * 2 ** 32) | 0; };
  for (let n = 2, i = 0; i < 64; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) { prime = false; break; }
    if (!prime) continue;
    if (i < 8) H[i] = root(n, 2);
    K[i++] = root(n, 3);
  }
}

const w = new Int32Array(64);

// block takes 64 bytes of a message, as sixteen words in w, into a state.
function block(h) {
  for (let i = 16; i < 64; i++) {
    const a = w[i - 15], b = w[i - 2];
    const s0 = ((a >>> 7) | (a << 25)) ^ ((a >>> 18) | (a << 14)) ^ (a >>> 3);
    const s1 = ((b >>> 17) | (b << 15)) ^ ((b >>> 19) | (b << 13)) ^ (b >>> 10);
    w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
  }
  let [a, b, c, d, e, f, g, k] = h;
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (k + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    k = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
  }
  h[0] += a; h[1] += b; h[2] += c; h[3] += d; h[4] += e; h[5] += f; h[6] += g; h[7] += k;
}

// hash gives the state after a short text of ASCII.
function hash(text, h) {
  h.set(H);
  const n = text.length;
  for (let at = 0; at <= n + 8; at += 64) {
    w.fill(0, 0, 16);
    for (let i = 0; i < 64; i++) {
      const c = at + i < n ? text.charCodeAt(at + i) : at + i === n ? 0x80 : 0;
      w[i >> 2] |= c << (24 - 8 * (i & 3));
    }
    if (at + 64 > n + 8) w[15] = n * 8;
    block(h);
  }
}

export function solve({ challenge, salt, maxNumber }) {
  const want = new Int32Array(8);
  for (let i = 0; i < 8; i++) want[i] = parseInt(challenge.slice(8 * i, 8 * i + 8), 16) | 0;
  const h = new Int32Array(8);
  for (let number = 0; number <= maxNumber; number++) {
    hash(salt + number, h);
    if (h.every((word, i) => word === want[i])) return number;
  }
  return -1;
}

globalThis.onmessage = ({ data }) => globalThis.postMessage(solve(data));
