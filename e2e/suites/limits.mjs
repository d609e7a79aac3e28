// While a flood of comments is on, a device does some work for somebody without an address: in time on a slow phone,
// under the page's own policy, and without scripts the page says what else suffices.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { be, visit } from '../lib/browser.mjs';
import { consultation, people } from '../lib/places.mjs';

const slow = 6; // times slower than this machine
const mostWork = 2000; // milliseconds on a slow phone
const desk = `${consultation}/manage/guard`;
const form = `${consultation}/drafts/charter/comment?kind=version`;

// limits checks the guard of one server.
export function limits(world) {
  describe('limits', () => {
    const by = (t, fn, javaScriptEnabled = true) => visit(t, world.browser, { baseURL: world.server.url, locale: 'en', javaScriptEnabled }, fn);
    const guard = (t, mode) => by(t, async (page) => {
      await be(page, people.organiser);
      await page.goto(desk);
      await page.getByLabel(mode).check();
      await page.locator('main form button.btn').click();
      await page.locator('.flash').waitFor();
    });
    it('under guard the work is done while one types, within two seconds on a slow phone', { timeout: 90_000 }, async (t) => {
      await guard(t, 'Always');
      await by(t, async (page) => {
        await page.goto(form);
        const cdp = await page.context().newCDPSession(page);
        await cdp.send('Emulation.setCPUThrottlingRate', { rate: slow });
        const took = await page.evaluate(worked);
        t.diagnostic(`at most, on a device ${slow} times slower: ${Math.round(took)} ms`);
        await page.locator('textarea[name="body"]').pressSequentially('Yes');
        await page.getByText('Your device has done the work').waitFor();
        assert.notEqual(await page.locator('input[name="proof"]').inputValue(), '');
        await page.locator('select[name="country"]').selectOption('KE');
        await page.locator('select[name="stakeholder_type"]').selectOption('individual');
        await page.locator('form[data-keep="comment"] button.btn').click();
        await page.waitForURL(/receipts/);
        assert.ok(took < mostWork, `${took} ms`);
      });
      await by(t, async (page) => {
        await page.goto(form);
        await page.getByText('a moderator reads it first').waitFor();
        assert.equal(await page.getByText('Your device is doing').count(), 0);
      }, false);
      await guard(t, 'Automatically');
    });
  });
}

// worked runs in the page, since a throttled device is slow in pages and not in their workers: the milliseconds of the
// most work that a challenge can ask for, a number that is never found.
async function worked() {
  const { worker } = document.querySelector('script[data-worker]').dataset;
  const { solve } = await import(worker);
  const challenge = await (await fetch('/challenge')).json();
  const begun = performance.now();
  const none = solve({ ...challenge, challenge: '0'.repeat(64) });
  if (none !== -1) throw new Error(`found ${none}`);
  return performance.now() - begun;
}
