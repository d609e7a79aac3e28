// An organiser invites a drafter for one region, who accepts by the mailed link and sees only that region's comments;
// a token of theirs is used against the API and revoked.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { be, follow, visit } from '../lib/browser.mjs';
import { linkTo } from '../lib/mail.mjs';
import { consultation, people as known } from '../lib/places.mjs';

const path = (url) => { const u = new URL(url); return u.pathname + u.search; };

export function people(world) {
  describe('people', () => {
    for (const javaScriptEnabled of [true, false]) {
      const how = javaScriptEnabled ? 'with' : 'without';
      it(`an invited drafter sees their region, and a token is made, used and revoked, ${how} JavaScript`, { timeout: 90_000 }, async (t) => {
        const { server, browser } = world;
        const options = { baseURL: server.url, locale: 'en', javaScriptEnabled };
        const address = `eastern-${how}@example.org`;
        await visit(t, browser, options, (page) => invite(page, address));
        await visit(t, browser, options, async (page) => {
          await accept(page, path(await linkTo(server.data, address)));
          await token(page, server, address);
        });
      });
    }
  });
}

async function invite(page, address) {
  await be(page, known.organiser);
  await page.goto(`${consultation}/manage`);
  await follow(page, page.locator('main a[href$="/manage/people"]'));
  await follow(page, page.locator('main a[href$="/manage/invite"]'));
  await follow(page, page.locator('main form button.btn'));
  assert.ok(await page.locator('.summary a[href="#field-email"]').isVisible());
  await page.fill('[name="email"]', address);
  await page.fill('[name="name"]', 'Eastern Drafter');
  await page.check('[name="role"][value="drafter"]');
  await page.check('[name="regions"][value="014"]');
  await follow(page, page.locator('main form button.btn'));
  assert.ok(await page.locator('.flash').isVisible());
  const row = page.locator('li', { hasText: 'Eastern Drafter' }).first();
  assert.ok((await row.innerText()).includes('Eastern Africa'));
  assert.ok(!(await page.content()).includes(address) || await page.locator('main a[href^="/account/step-up"]').count() === 0);
}

async function accept(page, link) {
  await page.goto(link);
  assert.ok((await page.locator('main').innerText()).includes('Eastern Africa'));
  await follow(page, page.locator('main form button.btn'));
  await page.goto(`${consultation}/review`);
  const regions = await page.locator('a[href*="region="]').evaluateAll((all) => all.map((a) => new URL(a.href).searchParams.get('region')));
  assert.ok(regions.includes('014') && !regions.includes('150') && !regions.includes('142'), `regions ${regions}`);
}

async function token(page, server, address) {
  await page.goto('/account');
  await follow(page, page.locator('main a[href="/account/tokens"]'));
  await page.fill('[name="name"]', 'nightly copy');
  await page.check('[name="scopes"][value="read"]');
  await follow(page, page.locator('main form[action="/account/tokens"] button'));
  await follow(page, page.locator('main form[action="/account/step-up"] button')); // an invitation proves nothing anew
  await page.goto(path(await linkTo(server.data, address, '/sign-in/')));
  await follow(page, page.locator('main form button.btn'));
  await follow(page, page.locator('main form[action="/account/tokens"] button'));
  const secret = await page.locator('main code').innerText();
  const ask = () => fetch(`${server.url}/api/v1${consultation.replace('/c/', '/consultations/')}/review`, { headers: { Authorization: `Bearer ${secret}` } });
  const seen = await (await ask()).json();
  assert.ok(seen.total > 0 && seen.items.every((c) => c.region === '014'), 'the token sees what its person sees');
  await page.goto('/account/tokens');
  assert.ok(!(await page.content()).includes(secret), 'shown once');
  await follow(page, page.locator('main li', { hasText: 'nightly copy' }).locator('button'));
  assert.equal((await ask()).status, 401);
}
