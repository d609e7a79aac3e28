// A working version from the organiser's desk to its publication: edited, added to, put in another order, cut, joined,
// deleted and brought back; two who edit the same provision lose nothing; what was not saved is offered again.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { be, follow, visit } from '../lib/browser.mjs';
import { consultation, people } from '../lib/places.mjs';

const stories = [
  { name: 'in English with JavaScript', slug: 'well-promise', browser: { locale: 'en', javaScriptEnabled: true }, saved: 'Saved.', unsaved: 'Not saved yet.' },
  { name: 'in Arabic without JavaScript', slug: 'well-promise-ar', browser: { locale: 'ar', javaScriptEnabled: false } },
];
const markdown = '# Well promise\n\n## Article 1 Water\n\n1. Everybody keeps the well clean. Nobody locks it.\n2. The path is open.\n\n## Article 2 Care\n\nWe mend what breaks.\n';

export function editing(world) {
  for (const story of stories) {
    describe(`a working version ${story.name}`, () => {
      const working = `${consultation}/drafts/${story.slug}/working`;
      const step = (name, fn) => it(name, { timeout: 60_000 }, (t) => visit(t, world.browser,
        { baseURL: world.server.url, ...story.browser }, (page) => fn(page, { ...story, working }, world)));
      step('is opened from the organiser’s desk', open);
      step('is edited, added to and put in another order', structure);
      if (story.browser.javaScriptEnabled) step('is saved while it is written, and keeps what could not be saved', autosave);
      if (story.browser.javaScriptEnabled) step('asks before a new provision is left that was not sent', leave);
      step('is edited by two at once, and neither loses words', meet);
      step('gives back what was deleted, and is published', publish);
    });
  }
}

const edit = (working, wid) => `${working}/edit/${wid}`;
const words = (page) => page.locator('main .working').innerText();
const order = (page) => page.locator('main .prov').evaluateAll((all) => all.map((e) => e.id));

// press unfolds what is folded and presses a button of the main part.
async function press(page, selector) {
  const folded = page.locator('main details:not([open]) > summary');
  while (await folded.count()) await folded.first().click();
  return follow(page, page.locator(selector));
}

const act = (name, more = '') => `main form:has(input[name="act"][value="${name}"]) button${more}`;

async function open(page, { slug, working }) {
  await be(page, people.organiser);
  const send = async (path, options) => {
    const response = await page.context().request.post(path, options);
    assert.ok(response.ok(), path);
    return new URL(response.url()).pathname;
  };
  const brought = await send(`${consultation}/manage/import`, { multipart: { draft: '', slug, title: 'Well promise', language: 'en', format: 'markdown', content: markdown } });
  await send(`${brought}/keep`, { form: { revision: '0' } });
  await send(`${working}/publish`, { form: { reason: 'To begin with.', revision: '0' } });
  await page.goto(`${consultation}/manage`);
  await follow(page, page.locator(`main form[action="${working}"] button`));
  assert.equal(new URL(page.url()).pathname, working);
  assert.deepEqual(await order(page), ['art-1', 'art-1-par-1', 'art-1-par-2', 'art-2']);
}

async function structure(page, { working }) {
  await be(page, people.drafter);
  await page.goto(edit(working, 'art-2'));
  await page.fill('main [name="content"]', 'We mend what breaks, *together*.');
  await press(page, 'main form[action*="/edit/"] button.btn');
  assert.equal(await page.locator('#art-2 em').innerText(), 'together');
  await follow(page, page.locator('#art-2 .tools a').nth(1)); // add after
  await page.fill('main [name="heading"]', 'Thanks');
  await page.fill('main [name="content"]', 'We thank those who dug.');
  await press(page, 'main form[action$="/add"] button.btn');
  const added = new URL(page.url()).hash.slice(1);
  await page.locator(`#${added}`).hover();
  await follow(page, page.locator(`#${added} button[value="up"]`));
  assert.deepEqual(await order(page), ['art-1', 'art-1-par-1', 'art-1-par-2', added, 'art-2']);
  await page.goto(edit(working, added));
  await page.locator('main details:has(input[value="move"]) summary').click();
  await page.selectOption('main form:has(input[value="move"]) select', 'after:art-2');
  await follow(page, page.locator(act('move')));
  assert.equal((await order(page)).at(-1), added);
  await page.goto(edit(working, 'art-1-par-1'));
  await press(page, `${act('split')} >> nth=0`);
  const cut = new URL(page.url()).hash.slice(1);
  assert.deepEqual((await order(page)).slice(0, 4), ['art-1', 'art-1-par-1', cut, 'art-1-par-2']);
  await page.goto(edit(working, cut));
  await press(page, act('join'));
  assert.ok((await words(page)).includes('Nobody locks it.'));
  assert.equal((await order(page)).length, 5);
}

async function autosave(watched, { browser, working, saved, unsaved }, world) {
  const context = await world.browser.newContext({ baseURL: world.server.url, ...browser }); // being off line is an error in the console
  const page = await context.newPage();
  await be(page, people.drafter);
  const asked = [];
  page.on('dialog', (dialog) => { asked.push(dialog.type()); return dialog.accept(); });
  await page.goto(edit(working, 'art-1-par-2'));
  await page.click('main [name="content"]'); // browsers ask only whoever did something on a page
  const status = page.locator('main form .acts + [role="status"]');
  await page.fill('main [name="content"]', 'The path is open to all.');
  await status.filter({ hasText: saved }).waitFor();
  await page.reload();
  assert.deepEqual(asked, [], 'asked though everything is saved');
  await page.click('main [name="content"]');
  await page.fill('main [name="content"]', 'The path is open to all, at night too.');
  await page.route('**/edit/**', (route) => route.abort('internetdisconnected')); // away from the net
  await page.fill('main [name="content"]', 'The path is open to all, by night too.');
  await status.filter({ hasText: unsaved }).waitFor();
  await page.unroute('**/edit/**');
  await page.locator('main .crumb a').click();
  await page.waitForURL(`**${working}**`);
  assert.deepEqual(asked, ['beforeunload'], 'not asked before words are left');
  await page.goto(edit(working, 'art-1-par-2'));
  assert.equal(await page.inputValue('main [name="content"]'), 'The path is open to all.');
  await page.locator('main .notice button').first().click();
  assert.equal(await page.inputValue('main [name="content"]'), 'The path is open to all, by night too.');
  await press(page, 'main form[data-edit] button.btn');
  assert.ok((await words(page)).includes('by night too'));
  assert.equal(asked.length, 1, 'asked though the words were sent');
  await page.goto(edit(working, 'art-1-par-2'));
  assert.equal(await page.locator('main .notice button').count(), 0);
  await context.close();
}

async function leave(page, { working }) {
  await be(page, people.drafter);
  const asked = [];
  page.on('dialog', (dialog) => { asked.push(dialog.type()); return dialog.accept(); });
  const away = () => follow(page, page.locator('main .crumb a'));
  await page.goto(`${working}/add`);
  await page.click('main [name="content"]'); // browsers ask only whoever did something on a page
  await away();
  assert.deepEqual(asked, [], 'asked though nothing is written');
  await page.goto(`${working}/add`);
  await page.fill('main [name="content"]', 'We thank those who carry.');
  await away();
  assert.deepEqual(asked, ['beforeunload'], 'not asked before words are left');
  await page.goto(`${working}/add`);
  assert.equal(await page.inputValue('main [name="content"]'), 'We thank those who carry.');
  await page.fill('main [name="content"]', '- one\n- two');
  assert.equal((await press(page, 'main form[action$="/add"] button.btn')).status(), 422);
  assert.equal(asked.length, 1, 'asked though the words were sent');
}

async function meet(page, { browser, working }, world) {
  const others = await world.browser.newContext({ baseURL: world.server.url, ...browser });
  const organiser = await others.newPage();
  try {
    await be(page, people.drafter);
    await be(organiser, people.organiser);
    const path = edit(working, 'art-1-par-1');
    await page.goto(path);
    await organiser.goto(path);
    assert.ok(await organiser.locator('[data-others]').isVisible()); // somebody else is at it
    await organiser.fill('main [name="content"]', 'Everybody keeps the deep well clean.\n\nNobody locks it.');
    await press(organiser, 'main form[action*="/edit/"] button.btn');
    await page.fill('main [name="content"]', 'Everybody keeps the well clean.\n\nNobody ever locks it.');
    assert.equal((await press(page, 'main form[action*="/edit/"] button.btn')).status(), 409);
    assert.equal(await page.locator('.summary ins').count(), 2);
    assert.equal(await page.inputValue('main [name="content"]'), 'Everybody keeps the deep well clean.\n\nNobody ever locks it.');
    await press(page, 'main form[action*="/edit/"] button.btn');
    assert.ok((await words(page)).includes('Nobody ever locks it.'));
  } finally {
    await others.close();
  }
}

async function publish(page, { working }) {
  await be(page, people.drafter);
  await page.goto(edit(working, 'art-1'));
  await press(page, act('delete'));
  assert.ok(!(await words(page)).includes('Nobody'));
  assert.ok(await page.locator('main .undo button').evaluate((e) => e === document.activeElement), 'what undoes it has not the focus');
  await follow(page, page.locator('main .undo button'));
  assert.ok((await words(page)).includes('Nobody'));
  assert.equal(await page.locator('main .undo').count(), 0);
  await page.goto(edit(working, 'art-1'));
  await press(page, act('delete'));
  await page.goto(`${working}/history`);
  assert.ok(await page.locator('main .history del').count() > 2);
  await follow(page, page.locator(act('restore')).first());
  assert.ok((await words(page)).includes('Nobody ever locks it.'));
  await page.fill('main [name="reason"]', 'As was said at the well.');
  await press(page, `main form[action="${working}/publish"] button`);
  assert.ok((await page.locator('main').innerText()).includes('Nobody ever locks it.'));
}
