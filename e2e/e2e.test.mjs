// Journeys through the pages in a real browser, on each database there is. One program is built, and one server
// started for each database; nothing is tried twice and nothing waits for a time.
import { rm } from 'node:fs/promises';
import { after, before, describe } from 'node:test';
import { launch } from './lib/browser.mjs';
import { build, out, postgres, start, temporary } from './lib/server.mjs';
import { editing } from './suites/editing.mjs';
import { carrying } from './suites/carrying.mjs';
import { compare } from './suites/compare.mjs';
import { errors } from './suites/errors.mjs';
import { interest } from './suites/interest.mjs';
import { journeys } from './suites/journeys.mjs';
import { identities } from './suites/oidc.mjs';
import { limits } from './suites/limits.mjs';
import { log } from './suites/log.mjs';
import { officers } from './suites/officer.mjs';
import { pages } from './suites/pages.mjs';
import { parts } from './suites/parts.mjs';
import { people } from './suites/people.mjs';
import { passkeys } from './suites/passkey.mjs';
import { pledging } from './suites/pledge.mjs';
import { rights } from './suites/rights.mjs';
import { signing } from './suites/signin.mjs';
import { word } from './suites/word.mjs';

const world = {};
let place;

before(async () => {
  await rm(out, { recursive: true, force: true });
  place = await temporary();
  world.binary = await build(place.folder);
  world.browser = await launch();
});

after(async () => {
  await world.browser?.close();
  await place?.remove();
});

for (const kind of ['sqlite', 'postgres']) {
  const missing = kind === 'postgres' && !postgres && 'TRAVAUX_TEST_POSTGRES_URL names no PostgreSQL server';
  describe(`on ${kind}`, { skip: missing }, () => {
    before(async () => { world.server = await start(world.binary, kind); });
    after(() => world.server?.stop());
    if (kind === 'sqlite') pages(world); // the pages are the same on both
    if (kind === 'sqlite') errors(world);
    if (kind === 'sqlite') compare(world);
    parts(world);
    journeys(world);
    editing(world);
    word(world);
    carrying(world);
    people(world);
    rights(world);
    if (kind === 'sqlite') interest(world);
    pledging(world);
    if (kind === 'sqlite') officers(world);
    signing(world);
    log(world);
    if (kind === 'sqlite') passkeys(world);
    if (kind === 'sqlite') identities(world);
    if (kind === 'sqlite') limits(world);
  });
}
