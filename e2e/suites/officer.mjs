// A colleague prepares a signature, somebody clears it by the link that was mailed, and the officer signs by the one link:
// in English, Arabic and French, with and without JavaScript.
import assert from 'node:assert/strict';
import { describe, it, before } from 'node:test';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { be, follow, visit } from '../lib/browser.mjs';
import { linkTo } from '../lib/mail.mjs';
import { people as known } from '../lib/places.mjs';

const path = (url) => { const u = new URL(url); return u.pathname + u.search; };
const main = (page) => page.locator('main').innerText();

export function officers(world) {
  describe('officers', () => {
    before(async () => {
      await world.server.travaux('consultation', 'add', '--slug', 'isles', '--title', 'Charter of the isles', '--language', 'en');
      const text = join(world.server.data, 'isles.md');
      await writeFile(text, '# Charter of the isles\n\n## Article 1 Ferries\n\nThe ferries are open to all.\n');
      await world.server.travaux('import', 'draft', '--consultation', 'isles', '--draft', 'charter', '--language', 'en', '--publish', '--reason', 'The first.', text);
    });
    for (const locale of ['en', 'ar', 'fr']) {
      for (const javaScriptEnabled of [true, false]) {
        const how = javaScriptEnabled ? 'with' : 'without';
        it(`a colleague prepares, another clears, the officer signs, in ${locale} ${how} JavaScript`, { timeout: 90_000 }, async (t) => {
          const { server, browser } = world;
          const options = { baseURL: server.url, locale, javaScriptEnabled };
          const slug = `isle-${locale}-${how}`;
          const domain = `${slug}.example`;
          await server.travaux('organisation', 'add', '--slug', slug, '--name', `Isle of ${locale} ${how}`, '--country', 'KE', '--stakeholder-type', 'government', '--domain', domain, '--mandate', known.drafter);
          await visit(t, browser, options, (page) => prepare(page, slug, domain));
          await visit(t, browser, options, async (page) => {
            await page.goto(path(await linkTo(server.data, `law@${domain}`, '/signing/')));
            assert.ok((await main(page)).includes('The ferries are open to all.'));
            await follow(page, page.locator('button[value="clear"]'));
            assert.equal(await page.locator('button[value="clear"]').count(), 0);
          });
          await visit(t, browser, options, async (page) => {
            await page.goto(path(await linkTo(server.data, `minister@${domain}`, '/signing/')));
            assert.ok((await main(page)).includes('By decree 7.'));
            await follow(page, page.locator('button[value="sign"]'));
            assert.equal(await page.locator('button[value="sign"]').count(), 0);
            assert.equal(await page.locator('main section.receipt').count(), 1);
            await page.goto('/c/isles/signatures');
            assert.ok((await main(page)).includes('Amara Okoye'), 'the officer is in the register');
          });
        });
      }
    }
  });
}

async function prepare(page, slug, domain) {
  await be(page, known.drafter);
  await page.goto('/c/isles/sign');
  await follow(page, page.locator(`main a[href="/c/isles/sign/${slug}/prepare"]`));
  await follow(page, page.locator('form[data-keep="prepare"] button.btn'));
  assert.ok(await page.locator('.summary a[href="#field-officer_email"]').isVisible());
  await page.fill('[name="officer_name"]', 'Amara Okoye');
  await page.fill('[name="officer_title"]', 'Minister');
  await page.fill('[name="officer_email"]', `minister@${domain}`);
  await page.fill('[name="authority_statement"]', 'By decree 7.');
  await page.fill('[name="clearers.0.name"]', 'Kito');
  await page.fill('[name="clearers.0.email"]', `law@${domain}`);
  await follow(page, page.locator('form[data-keep="prepare"] button.btn'));
  assert.match(page.url(), /\/prepared\?/);
  assert.ok((await main(page)).includes('Kito'));
  assert.equal(await page.locator('button[value="remind"]').count(), 1);
}
