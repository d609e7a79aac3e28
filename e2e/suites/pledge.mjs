// An organisation writes a pledge: what the tests find is told while it is typed and kept as a draft, it is mended, and it
// is sent to the secretariat; in English, Arabic and French, with and without JavaScript.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { be, follow, visit } from '../lib/browser.mjs';
import { consultation, people } from '../lib/places.mjs';

const fresh = `${consultation}/pledge/assembly-of-open-builders`;
const day = (months) => { const at = new Date(); at.setUTCMonth(at.getUTCMonth() + months, 1); return at.toISOString().slice(0, 10); };
const state = (page, test) => page.locator(`.tests [data-test="${test}"]`).getAttribute('data-state');
const said = (page, field) => page.locator(`#found-${field}`).innerText();

export function pledging(world) {
  describe('pledging', () => {
    for (const locale of ['en', 'ar', 'fr']) {
      for (const javaScriptEnabled of [true, false]) {
        const how = javaScriptEnabled ? 'with' : 'without';
        it(`a pledge is written, mended and sent, in ${locale} ${how} JavaScript`, { timeout: 90_000 }, async (t) => {
          const title = `${locale === 'fr' ? 'Sensibiliser aux registres' : 'Raise awareness of registers'}, ${locale} ${how} scripts`;
          await visit(t, world.browser, { baseURL: world.server.url, locale, javaScriptEnabled }, async (page) => {
            await be(page, people.drafter);
            await page.goto(fresh);
            if (javaScriptEnabled) await whileTyping(page, title);
            else await page.fill('[name="title"]', title);
            await Promise.all([page.waitForNavigation(), page.press('[name="title"]', 'Enter')]);
            assert.match(page.url(), /\/pledges\/[0-9a-f-]{36}\/edit/, 'the key saves a draft');
            assert.equal(await page.locator('.summary').count(), 0);
            assert.notEqual(await said(page, 'indicator'), '');
            await sendUnfinished(page);
            await mend(page, javaScriptEnabled);
            await follow(page, page.locator('form[data-check] button[value="submit"]'));
            assert.match(page.url(), /\/submitted/);
            assert.ok((await page.locator('main').innerText()).includes(title));
            await page.goto(`${consultation}/pledge`);
            assert.equal(await page.locator('.own-pledges li', { hasText: title }).locator('.tag.on').count(), 1);
          });
        });
      }
    }
    it('without a network what is typed is neither tested nor lost', { timeout: 60_000 }, (t) => visit(t, world.browser, { baseURL: world.server.url, locale: 'en' }, offline));
  });
}

// whileTyping sees the tests say what they find, with the focus where it was.
async function whileTyping(page, title) {
  assert.equal(await state(page, 'measurable'), '');
  await page.locator('[name="title"]').pressSequentially(title);
  await page.locator('#found-title .advice').waitFor();
  assert.equal(await state(page, 'measurable'), 'failed');
  assert.equal(await page.evaluate(() => document.activeElement.name), 'title');
  assert.equal(await said(page, 'indicator'), '', 'nobody has been at it yet');
}

// sendUnfinished sends the draft and is told on top what to mend.
async function sendUnfinished(page) {
  await follow(page, page.locator('form[data-check] button[value="submit"]'));
  assert.match(page.url(), /mend=1/);
  await page.locator('.summary:focus').waitFor();
  const link = page.locator('.summary a[href="#field-due_on"]');
  assert.ok(await link.isVisible());
  await link.click();
  assert.ok(page.url().endsWith('#field-due_on'));
  assert.equal(await state(page, 'future_focused'), 'failed');
}

// mend fills in what is missing, with a milestone in a row that is added.
async function mend(page, javaScriptEnabled) {
  const more = page.locator('[data-more]');
  if (javaScriptEnabled) await more.click();
  else await follow(page, more);
  await page.fill('[name="milestones.2.title"]', 'Ten of them');
  await page.fill('[name="milestones.2.due_on"]', day(5));
  await page.fill('[name="milestones.0.title"]', 'The first');
  await page.fill('[name="milestones.0.due_on"]', day(3));
  await page.check('[name="outcome_area"][value="products"]');
  await page.check('[name="kind"][value="research_knowledge"]');
  for (const [name, value] of Object.entries({
    rationale: 'Small ports cannot afford registers of their own; with open code five neighbours can run ours.', starts_on: day(1), due_on: day(8),
    indicator: 'Number of registers whose source code is published', unit: 'registers', baseline_value: '3', baseline_on: day(-1), target_value: '20',
    verification: 'The list of repositories on the website, counted by the audit office.',
  })) await page.fill(`[name="${name}"]`, value);
  await page.selectOption('[name="frequency"]', 'half_yearly');
  await page.locator('#field-beneficiaries summary').click();
  await page.check('[name="beneficiaries"][value="KE"]');
  if (!javaScriptEnabled) return;
  await page.locator('.tests [data-test="measurable"][data-state="passed"]').waitFor();
  assert.notEqual(await page.locator('#field-beneficiaries [data-chosen]').innerText(), '');
}

async function offline(page) {
  await be(page, people.drafter);
  await page.goto(fresh);
  await page.evaluate(() => { globalThis.asks = fetch; globalThis.fetch = () => Promise.reject(new TypeError('no network')); });
  await page.fill('[name="title"]', 'Typed on the boat');
  const line = page.locator('[data-said]');
  await page.waitForFunction(() => document.querySelector('[data-said]').textContent !== '');
  assert.ok((await line.innerText()).length > 10);
  await page.evaluate(() => { globalThis.fetch = globalThis.asks; });
  await page.locator('[name="rationale"]').pressSequentially('Because.');
  await page.locator('.tests [data-test="relevant"][data-state="failed"]').waitFor();
  assert.equal(await line.innerText(), '');
  await page.reload();
  assert.equal(await page.inputValue('[name="title"]'), 'Typed on the boat', 'the browser kept it');
}
