// Somebody without an account comments, is promised an entry in the public log, sees it proven a moment later, and has
// the file of the receipt checked on the log's page; a changed file is refused in words. With and without scripts.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { visit } from '../lib/browser.mjs';
import { comment, consultation } from '../lib/places.mjs';

// log checks the public log of one server.
export function log(world) {
  describe('public log', () => {
    for (const javaScriptEnabled of [true, false]) {
      it(`a receipt is promised, then proven, and its file is verified (${javaScriptEnabled ? 'with' : 'without'} scripts)`, { timeout: 60_000 }, async (t) => {
        await visit(t, world.browser, { baseURL: world.server.url, locale: 'en', javaScriptEnabled, acceptDownloads: true }, async (page) => {
          const sent = await page.context().request.post(`${consultation}/comments`, { form: comment('charter', { body: 'Who keeps this?' }) });
          const receipt = new URL(sent.url()).pathname;
          await page.goto(receipt);
          assert.match(await page.locator('p.proof').innerText(), /Promised|Proven/);
          const until = Date.now() + 10_000;
          while (!/Proven/.test(await page.locator('p.proof').innerText())) {
            assert.ok(Date.now() < until, 'it is not proven within ten seconds');
            await page.reload();
          }
          const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download the receipt' }).click()]);
          const file = await readFile(await download.path());
          const check = async (buffer) => {
            await page.goto(`${consultation}/log`);
            await page.setInputFiles('input[type=file]', { name: 'mine.receipt.json', mimeType: 'application/json', buffer });
            await page.getByRole('button', { name: 'Check', exact: true }).click();
            return page.locator('section.receipt').innerText();
          };
          assert.match(await check(file), /it is proven/);
          assert.match(await check(Buffer.from(String(file).replace('Who keeps', 'Nobody keeps'))), /does not hold/);
          await page.getByLabel('Number of the receipt').fill(receipt.split('/').pop());
          await page.getByRole('button', { name: 'Check', exact: true }).click();
          assert.match(await page.locator('section.receipt').innerText(), /it is proven/);
          const head = await page.context().request.get(`${consultation}/log/checkpoint`);
          assert.match(await head.text(), /^[^\n]+\/log\n\d+\n[^\n]+\n\n— /);
        });
      });
    }
  });
}
