// What changed between two versions: the sentences lead to their places, the two ways to show it, the keys.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { follow, visit } from '../lib/browser.mjs';
import { consultation } from '../lib/places.mjs';

const stories = [
  { name: 'in English with JavaScript', browser: { locale: 'en', javaScriptEnabled: true }, old: 'should', new: 'shall', begins: 'inserted:', dir: 'ltr' },
  { name: 'in Arabic without JavaScript', browser: { locale: 'ar', javaScriptEnabled: false }, old: 'ينبغي للجهات', new: 'على الجهات', begins: 'أُدرج:', dir: 'rtl' },
];

export function compare(world) {
  for (const story of stories) {
    describe(`two versions ${story.name}`, () => {
      const step = (name, fn, more = {}) => it(name, { timeout: 60_000 }, (t) => visit(t, world.browser,
        { baseURL: world.server.url, ...story.browser, ...more }, (page) => fn(page, story)));
      step('the changes are read as sentences and in their places', read);
      step('they stand side by side, one below the other on a phone', beside);
      if (story.browser.javaScriptEnabled) step('the keys N and P go from change to change', byKey);
    });
  }
}

const entry = (page, story) => page.locator('.changes ol a', { hasText: story.old }).first();

async function read(page, story) {
  await page.goto(`${consultation}/drafts/charter`);
  await follow(page, page.locator('a[href*="/compare/1/2"]').first());
  const link = entry(page, story);
  assert.ok((await link.innerText()).includes(story.new));
  await link.click();
  const change = page.locator(':target');
  assert.match(await change.textContent(), new RegExp(story.old));
  assert.equal(await change.evaluate((e) => [e.localName, e.dir, getComputedStyle(e).textDecorationLine].join(' ')), `del ${story.dir} line-through`);
  const added = page.locator('.redline ins').first();
  assert.ok((await added.textContent()).trim().startsWith(story.begins));
  assert.match(await added.evaluate((e) => getComputedStyle(e).textDecorationLine), /underline/);
  const next = page.locator('.changed:has(:target) .tools a').last();
  await next.click();
  assert.notEqual(await page.locator(':target').count(), 0);
  await follow(page, page.locator('a[href*="all=1"]').last());
  assert.equal(await page.locator('details.same').count(), 0);
}

async function beside(page) {
  await page.goto(`${consultation}/drafts/charter/compare/1/2`);
  await page.locator('details:has(form) summary').last().click();
  await page.selectOption('[name="from"]', '2');
  await page.selectOption('[name="to"]', '1');
  await page.selectOption('[name="view"]', 'side');
  await follow(page, page.locator('form[action$="/compare"] button'));
  assert.match(page.url(), /\/compare\/2\/1\?.*view=side/);
  const columns = () => page.locator('.sides').first().evaluate((e) => getComputedStyle(e).gridTemplateColumns.split(' ').length);
  assert.equal(await columns(), 2);
  await page.setViewportSize({ width: 360, height: 740 });
  assert.equal(await columns(), 1);
}

async function byKey(page, story) {
  await page.goto(`${consultation}/drafts/charter/compare/1/2`);
  const at = () => page.evaluate(() => document.activeElement.id);
  const link = entry(page, story);
  await link.focus();
  await page.keyboard.press('p');
  const before = await at();
  await page.keyboard.press('n');
  assert.match(await at(), /^ch-/);
  await page.keyboard.press('n');
  const third = await at();
  assert.ok(third.startsWith('ch-') && third !== before);
  await page.locator('[data-keys] button').click();
  await link.focus();
  await page.keyboard.press('n');
  assert.equal(await at(), ''); // turned off: the link keeps the focus
}
