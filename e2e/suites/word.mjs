// A Word file becomes a text: it is looked at, corrected, cut and joined before it is kept, then edited, published and
// compared. A working version goes out to Word with its private notes, and comes back with other words and the same notes.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { be, follow, visit } from '../lib/browser.mjs';
import { consultation, people } from '../lib/places.mjs';
import { comments, file, rewritten } from '../lib/word.mjs';

const stories = [
  {
    name: 'in English with JavaScript', slug: 'path-promise', browser: { locale: 'en', javaScriptEnabled: true }, title: 'Path promise',
    lines: [['Path promise', 0], ['Article 1 Paths', 1], ['1. Everybody keeps the path clear. Nobody fences it.'], ['2. The bridge is open.'], ['Article 2 Care', 1], ['We mend what breaks.']],
    edited: 'We mend what breaks, together.', from: 'The bridge is open.', to: 'The bridge stays open.', note: 'Ask who owns the bridge.\nAnd since when.',
  },
  {
    name: 'in Arabic without JavaScript', slug: 'path-promise-ar', browser: { locale: 'ar', javaScriptEnabled: false }, title: 'وعد الطريق',
    lines: [['وعد الطريق', 0], ['المادة 1 الطرق', 1], ['1. يحافظ الجميع على الطريق سالكًا. لا أحد يسيجه.'], ['2. الجسر مفتوح.'], ['المادة 2 الصيانة', 1], ['نصلح ما يتعطل.']],
    edited: 'نصلح معًا ما يتعطل.', from: 'الجسر مفتوح.', to: 'يبقى الجسر مفتوحًا.', note: 'من يملك الجسر؟\nومنذ متى؟',
  },
];

export function word(world) {
  for (const story of stories) {
    describe(`a Word file ${story.name}`, () => {
      const draft = `${consultation}/drafts/${story.slug}`;
      const known = { draft, working: `${draft}/working` };
      const step = (name, fn) => it(name, { timeout: 60_000 }, (t) => visit(t, world.browser,
        { baseURL: world.server.url, ...story.browser }, async (page) => { await be(page, people.drafter); await fn(page, story, known); }));
      step('is looked at, corrected and kept', bring);
      step('is edited, published, and what changed is shown', publish);
      step('goes out with its notes, and comes back with other words', outAndBack);
    });
  }
}

const order = (page) => page.locator('main .prov').evaluateAll((all) => all.map((e) => e.id));
const words = (page) => page.locator('main').innerText();

// press unfolds what is folded and presses a button.
async function press(page, selector) {
  const folded = page.locator('main details:not([open]) > summary');
  while (await folded.count()) await folded.first().click();
  return follow(page, page.locator(selector).first());
}

async function bring(page, { slug, title, lines, browser }, known) {
  await page.goto(`${consultation}/manage/import`);
  await page.selectOption('[name="draft"]', '');
  await page.fill('[name="title"]', title);
  await page.fill('[name="slug"]', slug);
  await page.selectOption('[name="language"]', browser.locale);
  await page.setInputFiles('[name="file"]', { name: 'promise.docx', mimeType: 'application/octet-stream', buffer: file(lines) });
  await follow(page, page.locator('main form .btn'));
  assert.match(page.url(), /\/manage\/imports\//);
  const [article, first, second] = await order(page);
  await follow(page, page.locator(`#${article} .tools a`));
  await page.fill('main .card [name="heading"]', `${title} *`);
  await follow(page, page.locator('main .card form .btn').first());
  assert.ok((await page.locator(`#${article}`).innerText()).includes(`${title} *`));
  await page.goto(`${new URL(page.url()).pathname}?on=${first}`);
  await press(page, 'main .card form:has(input[value="split"]) button');
  const cut = (await order(page))[2];
  assert.deepEqual(await order(page), [article, first, cut, second, ...(await order(page)).slice(4)]);
  await page.goto(`${new URL(page.url()).pathname}?on=${cut}`);
  await follow(page, page.locator('main .card button[name="act"][value^="join"]').first());
  assert.equal((await order(page)).length, 4);
  await follow(page, page.locator('form[action$="/keep"] .btn'));
  assert.equal(new URL(page.url()).pathname, known.working);
  known.wids = await order(page);
  const kept = (await words(page)).replace(/\s+/g, ' ');
  for (const [line] of lines.slice(2, 4)) assert.ok(kept.includes(line.slice(3)), line);
}

async function publish(page, { edited, lines }, known) {
  const send = async (reason) => {
    await page.goto(known.working);
    await page.fill('main [name="reason"]', reason);
    await follow(page, page.locator(`main form[action="${known.working}/publish"] button`));
    assert.equal(new URL(page.url()).pathname, known.draft);
  };
  await send('1');
  await page.goto(`${consultation}/manage`);
  await follow(page, page.locator(`main form[action="${known.working}"] button`));
  await page.goto(`${known.working}/edit/${known.wids[3]}`);
  await page.fill('main form[action*="/edit/"] [name="content"]', edited);
  await follow(page, page.locator('main form[action*="/edit/"] button.btn').first());
  await send('2');
  await page.goto(`${known.draft}/compare/1/2`);
  assert.ok(await page.locator('main ins').count() > 0);
  assert.ok((await words(page)).includes(edited.split(' ')[0]), lines[5][0]);
}

async function outAndBack(page, { from, to, note }, known) {
  await page.goto(`${consultation}/manage`);
  await follow(page, page.locator(`main form[action="${known.working}"] button`));
  await page.goto(`${known.working}/edit/${known.wids[2]}`);
  await page.locator('main section[aria-labelledby="notes"] > details > summary').last().click();
  await page.fill('main [name="body"]', note);
  await follow(page, page.locator('main form[action$="/notes"] button'));
  assert.equal(await page.locator('main .notes > li').count(), 1);
  const out = await (await page.context().request.get(`${known.working}/download/docx`)).body();
  for (const line of note.split('\n')) assert.ok(comments(out).includes(line), line);
  await page.goto(`${known.working}/word`);
  await page.setInputFiles('[name="file"]', { name: 'back.docx', mimeType: 'application/octet-stream', buffer: rewritten(out, from, to) });
  await follow(page, page.locator('main form .btn'));
  assert.match(page.url(), /\/working\/word\/[^/]+$/);
  await press(page, 'main .once button[value="taken"] >> nth=-1');
  await press(page, 'main [name="state"]');
  await page.goto(known.working);
  assert.ok((await page.locator(`#${known.wids[2]}`).innerText()).includes(to));
  assert.equal(await page.locator('main .prov .tools a.tag').count(), 1);
  await page.goto(`${known.draft}/notes`);
  assert.equal(await page.locator('main .notes > li').count(), 1); // what came back is the note that went out
}
