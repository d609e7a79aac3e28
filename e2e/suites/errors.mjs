// What goes wrong is said on top of the page and at the field, nothing typed is lost, and nothing is stored.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { follow, visit } from '../lib/browser.mjs';
import { comment, consultation } from '../lib/places.mjs';

const draft = `${consultation}/drafts/charter`;
const send = 'form[data-keep="comment"] button.btn';

// errors checks the forms of one server.
export function errors(world) {
  describe('errors', () => {
    before(() => closed(world.server));
    for (const javaScriptEnabled of [true, false]) {
      const how = javaScriptEnabled ? 'with' : 'without';
      const test = (name, fn) => it(`${name}, ${how} JavaScript`, { timeout: 60_000 },
        (t) => visit(t, world.browser, { baseURL: world.server.url, locale: 'en', javaScriptEnabled }, (page) => fn(page, world)));
      test('an empty comment is refused in words, what was typed is kept', empty);
      test('words that are not in the provision are refused', wrongQuote);
      test('a closed consultation offers no form and takes no comment', afterClosing);
    }
  });
}

// closed sets up a consultation whose phase is over.
async function closed(server) {
  const phases = join(server.data, 'phases.json');
  const text = join(server.data, 'text.md');
  await writeFile(phases, JSON.stringify([{
    kind: 'consultation', name: 'Consultation', opens_at: '2020-01-01T00:00:00Z', closes_at: '2020-02-01T00:00:00Z', time_zone: 'UTC',
  }]));
  await writeFile(text, '# Over\n\n## Article 1 Words\n\n1. These words stay as they are.\n');
  await server.travaux('consultation', 'add', '--slug', 'over', '--title', 'Over', '--language', 'en', '--phases', phases);
  await server.travaux('import', 'draft', '--consultation', 'over', '--draft', 'text', '--language', 'en', '--publish', '--reason', 'first', text);
}

// summarised checks the summary of a page that came back: the focus is on it and its links lead to fields.
async function summarised(page) {
  await page.waitForFunction(() => document.activeElement?.matches('.summary'));
  const links = await page.locator('.summary a').all();
  assert.ok(links.length > 0);
  for (const link of links) {
    const id = (await link.getAttribute('href')).slice(1);
    const field = page.locator(`[id="${id}"]`);
    assert.equal(await field.count(), 1, `${id} is there`);
    await link.click();
    assert.ok(await field.isVisible(), `${id} is seen`);
    if ((await field.evaluate((e) => e.tagName)) === 'FIELDSET') continue;
    assert.equal(await page.evaluate(() => document.activeElement.id), id);
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    const described = (await field.getAttribute('aria-describedby')).split(' ').at(-1);
    assert.ok((await page.locator(`[id="${described}"]`).innerText()).trim() !== '');
  }
  return Promise.all(links.map((link) => link.getAttribute('href')));
}

async function empty(page) {
  await page.goto(`${draft}/v/2/comment?kind=version`);
  const title = await page.title();
  await page.check('[name="stance"][value="oppose"]');
  await page.fill('[name="author_name"]', '  Näme <kept>  ');
  await page.fill('[name="author_email"]', 'kept@example.org');
  const response = await follow(page, page.locator(send));
  assert.equal(response.status(), 422);
  const about = await summarised(page);
  assert.deepEqual(about.sort(), ['#field-body', '#field-country', '#field-stakeholder_type']);
  assert.notEqual(await page.title(), title);
  assert.ok(await page.isChecked('[name="stance"][value="oppose"]'));
  assert.equal(await page.inputValue('[name="author_name"]'), '  Näme <kept>  ');
  assert.equal(await page.inputValue('[name="author_email"]'), 'kept@example.org');
}

async function wrongQuote(page) {
  await page.goto(draft);
  await follow(page, page.locator('.tools a[href*="kind=provision"]').first());
  await page.fill('[name="target.exact"]', 'words that nobody wrote');
  await page.fill('[name="body"]', 'First line\n\n  second line');
  await page.selectOption('[name="country"]', 'not_stated');
  await page.selectOption('[name="stakeholder_type"]', 'not_stated');
  const response = await follow(page, page.locator(send));
  assert.equal(response.status(), 422);
  assert.deepEqual(await summarised(page), ['#field-target.exact']);
  assert.equal(await page.inputValue('[name="target.exact"]'), 'words that nobody wrote');
  assert.equal(await page.inputValue('[name="body"]'), 'First line\n\n  second line');
  assert.equal(await page.inputValue('[name="country"]'), 'not_stated');
}

async function afterClosing(page) {
  await page.goto('/c/over/drafts/text');
  assert.ok(await page.locator('.words').first().isVisible());
  assert.equal(await page.locator('main a[href*="/comment?"]').count(), 0);
  const answer = await page.request.post('/c/over/comments', { form: comment('text', { body: 'Too late.' }) });
  assert.equal(answer.status(), 409);
  assert.ok((await answer.text()).includes('Too late.'), 'what was typed is kept');
  await page.goto('/c/over/comments');
  assert.equal(await page.locator('.note').count(), 0);
}
