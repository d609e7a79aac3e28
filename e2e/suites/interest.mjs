// The second half of the process: an organisation expresses interest, confirms its address, is invited by an organiser,
// follows the mailed link to the form for signing, signs, pledges what the tests find fault with, mends it, has it
// published, and reports on it in public: in English, Arabic and French, with and without JavaScript.
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
        it(`an organisation goes from interest to progress, in ${locale} ${how} JavaScript`, { timeout: 120_000 }, async (t) => {
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
            const title = `Open the ledgers of ${name}`;
            await sign(page, name);
            const pledge = await promise(page, name, title);
            await visit(t, browser, options, (other) => publish(other, pledge, title));
            await tell(page, pledge);
            await visit(t, browser, options, (other) => readBy(other, pledge, name, title));
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

async function sign(page, name) {
  await follow(page, page.locator('main .card', { hasText: name }).locator('.acts a.btn:not(.quiet)'));
  await page.fill('[name="officer_name"]', 'Amani Quayside');
  await page.fill('[name="officer_title"]', 'Harbour master');
  await page.fill('[name="authority_statement"]', 'The assembly of the guild decided so on its last meeting.');
  await follow(page, page.locator('main form button.btn:not(.quiet)'));
  assert.ok((await main(page)).includes('Amani Quayside'));
  await follow(page, page.locator('button[name="do"][value="sign"]'));
  assert.match(page.url(), /\/c\/harbour\/signatures\//);
  await page.goto('/c/harbour/signatures');
  assert.ok((await main(page)).includes(name), 'it is in the register');
}

const day = (ahead) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);

// promise writes a pledge that is not finished, mends what the page names, and submits it.
async function promise(page, name, title) {
  await page.goto('/c/harbour/pledge');
  assert.ok((await main(page)).includes(name));
  await page.fill('[name="title"]', title);
  await page.check('[name="outcome_area"][value="products"]');
  await page.fill('[name="rationale"]', 'Small harbours cannot afford ledgers of their own; with ours in the open five neighbours can run them.');
  await page.fill('[name="starts_on"]', day(10));
  await page.fill('[name="due_on"]', day(400));
  await page.check('[name="kind"][value="products_services"]');
  await page.fill('[name="indicator"]', 'Number of ledgers whose source code is published');
  await page.fill('[name="unit"]', 'ledgers');
  await page.fill('[name="baseline_value"]', '12');
  await page.fill('[name="baseline_on"]', day(-30));
  await page.fill('[name="target_value"]', '12');
  await page.fill('[name="verification"]', 'The list of repositories on the website of the guild, counted by its auditors.');
  await page.selectOption('[name="frequency"]', 'half_yearly');
  await follow(page, page.locator('button.btn[name="do"][value="submit"]'));
  assert.ok(await page.locator('.summary a[href="#field-target_value"]').isVisible(), 'the target is named');
  assert.equal(await page.inputValue('[name="title"]'), title, 'nothing is lost');
  await page.fill('[name="target_value"]', '20');
  await follow(page, page.locator('button.btn[name="do"][value="submit"]'));
  return /\/pledges\/([0-9a-f-]{36})/.exec(page.url())[1];
}

async function publish(page, pledge, title) {
  const hidden = await page.goto(`/c/harbour/pledges/${pledge}`);
  assert.equal(hidden.status(), 404, 'nobody sees it before it is published');
  await be(page, known.organiser);
  await page.goto('/c/harbour/manage/pledges');
  await follow(page, page.locator('main .card a', { hasText: title }));
  await follow(page, page.locator('button[name="decision"][value="publish"]'));
}

// tell reports on the pledge with a value, words, an address and a file.
async function tell(page, pledge) {
  await page.goto(`/c/harbour/pledges/${pledge}`);
  await follow(page, page.locator('main a[href$="/report"]').first());
  await page.fill('[name="value"]', '15');
  await page.fill('[name="measured_on"]', day(0));
  await page.fill('[name="narrative"]', 'Three more ledgers are in the open since the spring.');
  await page.fill('[name="addresses"]', 'https://guild.example/ledgers');
  await follow(page, page.locator('main form button.btn'));
  await follow(page, page.locator('button[name="do"][value="report"]'));
}

// readBy reads the page of the pledge as anybody.
async function readBy(page, pledge, name, title) {
  await page.goto('/c/harbour/pledges');
  await follow(page, page.locator('main .card a', { hasText: title }));
  const said = await main(page);
  for (const words of [name, 'Three more ledgers are in the open', '15', 'guild.example']) assert.ok(said.includes(words), words);
}
