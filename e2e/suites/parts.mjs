// A text that is too long for one page: by its links without scripts, by scrolling with them.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { follow, visit } from '../lib/browser.mjs';
import { lengthen, long } from '../lib/long.mjs';

export function parts(world) {
  describe('a long text', () => {
    before(() => lengthen(world.server));
    const step = (name, fn, more) => it(name, { timeout: 60_000 }, (t) => visit(t, world.browser,
      { baseURL: world.server.url, locale: 'en', ...more }, fn));
    step('is read page by page without JavaScript', byLinks, { javaScriptEnabled: false });
    step('goes on where one scrolls, and the address follows', byScrolling);
    step('leads to a provision that a link names without its page', byName);
    step('stays where the keyboard is', byKeyboard);
  });
}

const ids = (page) => page.evaluate(() => Array.from(document.querySelectorAll('[id]'), (e) => e.id));

async function byLinks(page) {
  await page.goto(long);
  const seen = await page.locator('.prov').count();
  await follow(page, page.locator('a[rel="next"]'));
  assert.match(page.url(), /part=2$/);
  await follow(page, page.locator('a[rel="prev"]').first());
  assert.equal(await page.locator('.prov').count(), seen);
  await follow(page, page.locator('.toc a').last());
  assert.equal(await page.locator(':target h3').innerText(), 'Article 96\nRecords');
  await follow(page, page.locator('a', { hasText: 'Whole text on one page' }).first());
  assert.equal(await page.locator('.prov').count(), 8 + 96 + 384);
}

async function byScrolling(page) {
  await page.goto(long);
  const buttons = await page.locator('.choose').count();
  for (const n of [2, 3]) {
    await page.locator('[data-parts]').scrollIntoViewIfNeeded();
    await page.locator('.part').nth(n - 1).waitFor();
  }
  await page.locator('.part').nth(1).locator('.prov').nth(30).scrollIntoViewIfNeeded();
  await page.waitForURL(/part=2$/);
  const all = await ids(page);
  assert.equal(new Set(all).size, all.length);
  assert.ok(await page.locator('.choose').count() > 2 * buttons, 'words of what came later cannot be chosen');
  assert.equal(await page.locator('[aria-live]', { hasText: 'follows below.' }).count(), 1);
  await page.locator('.toc a', { hasText: 'Article 1 Records' }).or(page.locator('.toc a').nth(1)).first().click();
  assert.equal(await page.locator('.part').count() > 2, true, 'what is there already is loaded again');
  await page.waitForURL((url) => !url.searchParams.has('part'));
}

async function byName(page) {
  await page.goto(`${long}/v/1#art-90-par-2`);
  await page.waitForURL(/at=art-90-par-2#art-90-par-2$/);
  assert.equal(await page.locator(':target .words').count(), 1);
  await page.goto(`${long}#nowhere`);
  await page.waitForURL(/at=nowhere#nowhere$/);
  assert.match(await page.locator('.of').first().innerText(), /Page 1/);
}

async function byKeyboard(page) {
  await page.goto(long);
  const link = page.locator('.prov .tools a').last();
  const name = await link.getAttribute('aria-label');
  await link.focus();
  await page.locator('.part').nth(1).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), name);
}
