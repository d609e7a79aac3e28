// A comment on its way through versions: a new version is published, words that changed keep their mark, and what could
// not be carried is placed by hand beside the text, and then placed anew.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { be, follow, visit } from '../lib/browser.mjs';
import { comment, consultation, people } from '../lib/people.mjs';
import * as select from '../lib/select.mjs';

const stories = [
  { name: 'in English with JavaScript', slug: 'bridge-promise', browser: { locale: 'en', javaScriptEnabled: true } },
  { name: 'in Arabic without JavaScript', slug: 'bridge-promise-ar', browser: { locale: 'ar', javaScriptEnabled: false } },
];
const first = '# Bridge promise\n\n## Article 1 Care\n\n1. Everybody mends the bridge at once when it breaks.\n2. The toll is read aloud every morning.\n';
const second = '# Bridge promise\n\n## Article 1 Care\n\n1. Everybody mends the bridge within a week when it breaks.\n2. Nobody pays to cross, and a board says so.\n';

export function carrying(world) {
  for (const story of stories) {
    describe(`a comment is carried ${story.name}`, () => {
      const known = { reader: `${consultation}/drafts/${story.slug}` };
      const step = (name, fn) => it(name, { timeout: 60_000 }, (t) => visit(t, world.browser,
        { baseURL: world.server.url, ...story.browser }, (page) => fn(page, { ...story, ...known }, known)));
      step('words of the first version are commented on', begin);
      step('the next version marks the words that changed', change);
      step('what could not be carried is placed beside the text', place);
      step('it is placed anew', anew);
    });
  }
}

async function send(page, path, options) {
  const response = await page.context().request.post(path, options);
  assert.ok(response.ok(), `${path} answered ${response.status()}`);
  return new URL(response.url()).pathname;
}

async function publish(page, { slug, reader }, draft, content) {
  await be(page, people.organiser);
  const brought = await send(page, `${consultation}/manage/import`, { multipart: { draft, slug, title: 'Bridge promise', language: 'en', format: 'markdown', content } });
  await send(page, `${brought}/keep`, { form: { revision: '0' } });
  await page.goto(`${reader}/working`);
  await page.fill('main [name="reason"]', 'To go on.');
  await follow(page, page.locator('main form[action$="/working/publish"] button'));
}

async function begin(page, story, known) {
  await publish(page, story, '', first);
  await be(page, people.participant);
  const say = async (wid, exact) => {
    const receipt = await send(page, `${consultation}/comments`, { form: comment(story.slug, { version: '1', 'target.kind': 'range', 'target.wid': wid, 'target.exact': exact, body: `What is said of: ${exact}` }) });
    await page.goto(receipt);
    return (await page.locator('main').innerText()).match(/C-\d{6,}/)[0];
  };
  known.changed = await say('art-1-par-1', 'mends the bridge at once when it breaks');
  known.lost = await say('art-1-par-2', 'is read aloud every morning');
}

async function change(page, story) {
  await publish(page, story, story.slug, second);
  do await page.goto(`${story.reader}/v/2`); // it is carried behind the page
  while (await page.locator('.words mark').count() === 0);
  assert.equal(await page.locator('.words mark').first().innerText(), 'mends the bridge within a week when it breaks');
  await follow(page, page.locator('#art-1-par-1 a.many'));
  await page.locator('.margin .since a[href$="/compare/1/2#art-1-par-1"]').waitFor();
}

async function place(page, { reader, lost, browser }) {
  await be(page, people.drafter);
  await page.goto(`${reader}/versions`);
  await follow(page, page.locator('main a[href$="/v/2/placements"]'));
  assert.equal(await page.locator('.unplaced .ref').count(), 1);
  await follow(page, page.locator('.unplaced .ref', { hasText: lost }));
  assert.equal(await page.locator('.one mark').innerText(), 'is read aloud every morning');
  if (browser.javaScriptEnabled) {
    await select.drag(page, select.provision(page, 'Nobody pays'), 'a board says so');
    await follow(page, page.locator('.chooser a.btn'));
    assert.equal(await page.locator('main [name="exact"]').inputValue(), 'a board says so');
  } else {
    await follow(page, page.locator('#art-1-par-2 .tools a'));
    await page.fill('main [name="exact"]', 'a board says so');
  }
  assert.ok(await page.locator('#place').isVisible()); // which place is chosen
  await follow(page, page.locator('main button[value="here"]'));
  assert.ok(await page.locator('.flash').isVisible());
  await page.goto(`${reader}/v/2`);
  assert.deepEqual(await page.locator('.words mark').allInnerTexts(), ['mends the bridge within a week when it breaks', 'a board says so']);
}

async function anew(page, { reader, lost }) {
  await be(page, people.drafter);
  await page.goto(`${reader}/v/2/placements?what=by_hand`);
  await follow(page, page.locator('.unplaced .ref', { hasText: lost }));
  assert.equal(await page.locator('main [name="exact"]').inputValue(), 'a board says so');
  await follow(page, page.locator('main button[value="gone"]'));
  await page.goto(`${reader}/v/2`);
  assert.equal(await page.locator('.words mark').count(), 1);
  await page.goto(`${consultation}/comments/${lost}`);
  assert.ok(await page.locator('main a[href*="/v/2"]').count() > 0);
}
