// Ways in and out: a link in the same browser, a link that opens in another one, the list of sessions, and work that
// was typed while a session ended.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { be, follow, visit } from '../lib/browser.mjs';
import { linkTo } from '../lib/mail.mjs';
import { consultation, people } from '../lib/places.mjs';

const stories = [
  { name: 'in English with JavaScript', key: 'en', browser: { locale: 'en', javaScriptEnabled: true }, reason: 'The law says so.\n<b>Twice</b>.', dir: 'ltr' },
  { name: 'in Arabic without JavaScript', key: 'ar', browser: { locale: 'ar', javaScriptEnabled: false }, reason: 'القانون يقول ذلك.\n<b>مرتين</b>.', dir: 'rtl' },
];

// signing runs every story on one server.
export function signing(world) {
  for (const story of stories) {
    describe(`signing in ${story.name}`, () => {
      const step = (name, fn) => it(name, { timeout: 60_000 }, (t) => visit(t, world.browser,
        { baseURL: world.server.url, ...story.browser }, (page) => fn(page, story, world)));
      step('a link leads back to where one was', link);
      step('a link opened elsewhere shows a code for the first browser', code);
      step('sessions are listed and ended', sessions);
      step('what was typed while the session ended is sent afterwards', typed);
    });
  }
}

// ask asks for a link from where the page leads.
async function ask(page, email) {
  await page.fill('main [name="email"]', email);
  await follow(page, page.locator('main form[action="/sign-in"] .btn'));
  assert.equal(new URL(page.url()).pathname, '/sign-in/sent');
}

// press opens a link and presses its button.
async function press(page, url) {
  await page.goto(url);
  await follow(page, page.locator('main .btn'));
}

async function link(page, story, { server }) {
  const email = `same-${story.key}@example.org`;
  await page.goto('/account/sessions');
  await ask(page, email);
  const url = await linkTo(server.data, email);
  await press(page, url);
  assert.equal(new URL(page.url()).pathname, '/account/sessions');
  assert.equal(await page.locator('html').getAttribute('dir'), story.dir);
  await follow(page, page.locator('header form[action="/sign-out"] button'));
  assert.equal((await page.goto(url)).status(), 404);
  await page.locator('main a.btn[href="/sign-in"]').waitFor();
}

async function code(page, story, { browser, server }) {
  const email = `code-${story.key}@example.org`;
  await page.goto('/account');
  await ask(page, email);
  const elsewhere = await browser.newContext({ baseURL: server.url, ...story.browser });
  try {
    const other = await elsewhere.newPage();
    await press(other, await linkTo(server.data, email));
    const shown = await other.locator('#code').innerText();
    assert.match(shown, /^\d{6}$/);
    await page.fill('[name="code"]', shown === '000000' ? '000001' : '000000');
    await follow(page, page.locator('main form[action="/sign-in/code"] .btn'));
    assert.equal(await page.locator('.summary').count(), 1);
    await page.fill('[name="code"]', `${shown.slice(0, 3)} ${shown.slice(3)}`);
    await follow(page, page.locator('main form[action="/sign-in/code"] .btn'));
    assert.equal(new URL(page.url()).pathname, '/account');
    assert.ok((await page.locator('main').innerText()).includes(email));
    await other.goto('/account');
    assert.equal(new URL(other.url()).pathname, '/sign-in');
  } finally {
    await elsewhere.close();
  }
}

async function sessions(page, story, { browser, server }) {
  const email = story.key === 'en' ? people.moderator : people.organiser;
  await be(page, email);
  const elsewhere = await browser.newContext({ baseURL: server.url, ...story.browser });
  try {
    const other = await elsewhere.newPage();
    await be(other, email);
    await page.goto('/account/sessions');
    assert.equal(await page.locator('main .card .tag.on').count(), 1);
    await follow(page, page.locator('main .card', { hasNot: page.locator('.tag.on') }).first().locator('button'));
    await other.goto('/account/sessions');
    assert.equal(new URL(other.url()).pathname, '/sign-in');
  } finally {
    await elsewhere.close();
  }
}

async function typed(page, story, { server }) {
  const email = `typed-${story.key}@example.org`;
  await server.travaux('person', 'add', '--email', email, '--name', 'Somebody who drafts', '--role', 'drafter', '--consultation', 'sample-charter');
  await be(page, email);
  await page.goto(`${consultation}/review?outcome=open`);
  const refs = [...(await page.content()).matchAll(/one=(C-\d{6,})/g)].map((found) => found[1]);
  const ref = refs.sort()[0]; // of the example: newer ones, of other journeys, may be erased or carried at this very moment
  await page.goto(`${consultation}/review?one=${ref}`);
  await page.check('main [name="outcome"][value="not_accepted"]');
  await page.fill('main [name="reason"]', story.reason);
  await page.context().clearCookies({ name: 'travaux' });
  await follow(page, page.locator('main form[action*="/answer"] button.btn').first());
  assert.equal(new URL(page.url()).pathname, '/sign-in');
  await page.locator('main .flash').waitFor();
  await ask(page, email);
  await press(page, await linkTo(server.data, email));
  assert.match(new URL(page.url()).pathname, /^\/typed\//);
  assert.ok((await page.locator('main dl').innerText()).includes(story.reason.split('\n')[1]));
  const answered = await follow(page, page.locator('main form[action*="/answer"] button'));
  assert.equal(answered.status(), 200, await page.locator('main').innerText());
  await page.goto(`${consultation}/comments/${ref}`);
  assert.ok((await page.locator('main').innerText()).includes(story.reason.split('\n')[0]));
}
