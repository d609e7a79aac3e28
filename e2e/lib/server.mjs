// Builds the program once and runs it with the worked example, on a database of its own each time.
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream, mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const repository = fileURLToPath(new URL('../..', import.meta.url));
const startsWithin = 90_000; // milliseconds; filling the example's database is most of it

export const out = fileURLToPath(new URL('../out', import.meta.url));
export const postgres = process.env.TRAVAUX_TEST_POSTGRES_URL ?? '';

// temporary is a folder that is gone after the given function.
export async function temporary() {
  const folder = await mkdtemp(join(tmpdir(), 'travaux-e2e-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

// build makes the program and gives its path.
export async function build(folder) {
  const binary = join(folder, 'travaux');
  await run('go', ['build', '-o', binary, './cmd/travaux'], { cwd: repository, env: { ...process.env, CGO_ENABLED: '0' } });
  return binary;
}

// database makes a fresh database of a kind: its URL, and how to be rid of it.
async function database(kind, folder) {
  if (kind === 'sqlite') return { url: `sqlite:${join(folder, 'travaux.db')}`, drop: async () => {} };
  const name = `travaux_e2e_${randomBytes(6).toString('hex')}`;
  const ask = (statement) => run('psql', ['--no-psqlrc', '--quiet', '--dbname', postgres, '--command', statement]);
  await ask(`CREATE DATABASE ${name}`);
  const url = new URL(postgres);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => ask(`DROP DATABASE ${name} WITH (FORCE)`) };
}

// start serves the example on a kind of database, "sqlite" or "postgres", with more variables if need be.
export async function start(binary, kind, more = {}) {
  const { folder, remove } = await temporary();
  const db = await database(kind, folder);
  const env = {
    PATH: process.env.PATH, HOME: folder, TZ: 'UTC',
    TRAVAUX_ADDR: '127.0.0.1:0', TRAVAUX_DATA_DIR: folder, TRAVAUX_DATABASE_URL: db.url, TRAVAUX_DRAIN: '0s', TRAVAUX_LIMITS: 'off', ...more, // one address asks for everything
  };
  mkdirSync(out, { recursive: true });
  const child = spawn(binary, ['serve', '--demo'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stderr.pipe(createWriteStream(join(out, `serve-${kind}.log`)));
  const ended = new Promise((resolve) => { child.once('exit', resolve); });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await db.drop();
    await remove();
  };
  try {
    return { kind, url: await listening(child, ended), data: folder, stop, travaux: (...args) => run(binary, args, { env }) };
  } catch (error) {
    await stop();
    throw error;
  }
}

// listening waits for the first line and gives the address in it.
async function listening(child, ended) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`serve did not listen within ${startsWithin / 1000} s`)), startsWithin);
  });
  const gone = ended.then((code) => { throw new Error(`serve ended with ${code}; see serve-*.log in e2e/out`); });
  const said = (async () => {
    for await (const line of createInterface({ input: child.stdout })) {
      const found = /^listening on (http\S+)$/.exec(line);
      if (found) return found[1];
    }
    return gone;
  })();
  try {
    return await Promise.race([said, late, gone]);
  } finally {
    clearTimeout(timer);
    gone.catch(() => {}); // it ends later, when it is stopped
    child.stdout.resume();
  }
}
