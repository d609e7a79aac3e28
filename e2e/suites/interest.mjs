// An organisation expresses interest, confirms its address, is invited by an organiser and follows the mailed link to the
// form for signing: in English, Arabic and French, with and without JavaScript.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { be, follow, visit } from '../lib/browser.mjs';
import { linkTo } from '../lib/mail.mjs';
import { people as known } from '../lib/places.mjs';

const path = (url) => { const u = new URL(url); return u.pathname + u.search; };
const main = (page) => page.locator('main').innerText();

export function interest(world) {
  describe('interest', () => {
    before(async () => {
      await world.server.travaux('consultation', 'add', '--slug', 'harbour', '--title', 'Charter of the harbour', '--language', 'en');
      const text = join(world.server.data, 'harbour.md');
      await writeFile(text, '# Charter of the harbour\n\n## Article 1 Quays\n\nThe quays are open to all.\n');
      await world.server.travaux('import', 'draft', '--consultation', 'harbour', '--draft', 'charter', '--language', 'en', '--publish', '--reason', 'The first.', text);
      await world.server.travaux('person', 'add', '--email', known.organiser, '--name', 'Olive Lanternfield', '--role', 'organiser', '--consultation', 'harbour');
    });
    for (const locale of ['en', 'ar', 'fr']) {
      for (const javaScriptEnabled of [true, false]) {
        const how = javaScriptEnabled ? 'with' : 'without';
        it(`an organisation expresses interest and is invited, in ${locale} ${how} JavaScript`, { timeout: 90_000 }, async (t) => {
          const { server, browser } = world;
          const options = { baseURL: server.url, locale, javaScriptEnabled };
          const address = `interest-${locale}-${how}@example.org`;
          const name = `Guild of ${locale} ${how} scripts`;
          await visit(t, browser, options, async (page) => {
            await express(page, name, address);
            await confirm(page, path(await linkTo(server.data, address, '/interests/')));
          });
          await visit(t, browser, options, (page) => invite(page, name, address));
          await visit(t, browser, options, async (page) => {
            await page.goto(path(await linkTo(server.data, address, '/interests/invitation/')));
            assert.ok((await main(page)).includes(name));
            await Promise.all([page.waitForURL(/\/c\/harbour\/sign\?organisation=guild-of-/), page.locator('main form button.btn').click()]);
            assert.ok((await main(page)).includes(name), 'the form for signing is filled in');
            await page.goto('/account/organisations');
            assert.ok((await main(page)).includes(name), 'they may speak for it');
          });
        });
      }
    }
  });
}

async function express(page, name, address) {
  await page.goto('/c/harbour');
  await follow(page, page.locator('main a[href="/c/harbour/interest"]'));
  await follow(page, page.locator('main form button.btn'));
  assert.ok(await page.locator('.summary a[href="#field-organisation_name"]').isVisible());
  await page.fill('[name="organisation_name"]', name);
  await page.check('[name="stakeholder_type"][value="government"]');
  await page.selectOption('[name="country"]', 'KE');
  await page.fill('[name="motivation"]', 'We look after the quay.');
  await page.check('[name="outcome_area"][value="capacity"]');
  await page.fill('[name="contact_name"]', 'Amani');
  await page.fill('[name="contact_email"]', address);
  await follow(page, page.locator('main form button.btn'));
  assert.ok((await main(page)).includes(name));
  assert.ok(!(await page.content()).includes(address));
}

async function confirm(page, link) {
  await page.goto(link);
  assert.ok((await main(page)).includes('We look after the quay.'));
  await follow(page, page.locator('main form button.btn'));
  assert.match(page.url(), /\/c\/harbour\/interest\//);
}

async function invite(page, name, address) {
  await be(page, known.organiser);
  await page.goto('/c/harbour/manage');
  await follow(page, page.locator('main a[href$="/manage/interests"]'));
  await follow(page, page.locator('.board .card a', { hasText: name }));
  await page.fill('form[action$="/notes"] [name="body"]', 'Met them at the quay.');
  await follow(page, page.locator('form[action$="/notes"] button'));
  assert.ok((await main(page)).includes('Met them at the quay.'));
  const another = page.locator('[name="organisation"][value="new"]');
  if (await another.count() > 0) await another.check(); // names of the other runs are similar
  await follow(page, page.locator('form[action$="/invite"] button'));
  assert.ok(await page.locator('.flash').isVisible());
  assert.equal(await page.locator('form[action$="/remind"]').count(), 1);
  await page.goto('/c/harbour/manage/interests?state=invited');
  assert.ok((await main(page)).includes(name) && !(await page.content()).includes(address));
}
