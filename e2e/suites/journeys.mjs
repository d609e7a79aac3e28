// The main path (design, section 4): an organiser schedules an event, a drafter publishes a text, somebody without
// an account comments on words of it, a drafter filters the queue and answers, and anybody can read the answer.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { be, follow, visit } from '../lib/browser.mjs';
import { linkTo } from '../lib/mail.mjs';
import { consultation, people } from '../lib/places.mjs';
import * as select from '../lib/select.mjs';

// stories are the two ways through: what is written, and what the browser can do.
const stories = [
  {
    name: 'in English with JavaScript', slug: 'river-promise', timeZone: 'America/Lima',
    browser: { locale: 'en', timezoneId: 'America/Lima', javaScriptEnabled: true },
    event: 'Meeting by the lake', clock: '14:30', clockThere: '06:30',
    title: 'River promise', markdown: '# River promise\n\n## Article 1 Water\n\n1. Everybody keeps the river clean and says in public what flows into it.\n2. The banks belong to everybody.\n',
    text: 'Everybody keeps the river clean and says in public what flows into it.', words: 'says in public',
    body: 'Say where it is made public.\n\nA <b>board</b> at the bridge & a page.', proposed: 'says at the bridge',
    reason: 'The place is named in the next version.',
  },
  {
    name: 'in Arabic without JavaScript', slug: 'river-promise-ar',
    browser: { locale: 'ar', timezoneId: 'America/Lima', javaScriptEnabled: false },
    event: 'لقاء على ضفة البحيرة', clock: '14:30',
    title: 'وعد النهر', markdown: '# وعد النهر\n\n## المادة 1 الماء\n\n1. يحافظ الجميع على نظافة النهر ويقولون علنًا ما يصب فيه.\n2. الضفاف ملك للجميع.\n',
    text: 'يحافظ الجميع على نظافة النهر ويقولون علنًا ما يصب فيه.', words: 'ويقولون علنًا',
    body: 'قولوا أين يعلن ذلك.\n\nلوحة <b>عند</b> الجسر & صفحة.', proposed: 'ويقولون عند الجسر',
    reason: 'سيذكر المكان في النسخة القادمة.',
  },
];

// journeys runs every story on one server. The steps of a story follow from one another.
export function journeys(world) {
  for (const story of stories) {
    describe(`the main path ${story.name}`, () => {
      const known = {};
      const step = (name, fn, more = {}) => it(name, { timeout: 60_000 }, (t) => visit(t, world.browser,
        { baseURL: world.server.url, ...story.browser, ...more }, (page) => fn(page, story, known, world)));
      step('the organiser schedules an event in Nairobi', schedule);
      step('the drafter imports a text and publishes it', publish);
      step('a participant chooses words and comments on them', story.browser.javaScriptEnabled ? chooseAndSend : quoteAndSend);
      if (story.browser.javaScriptEnabled) {
        step('words are chosen with the keyboard', chooseByKey);
        step('words are chosen with a finger on a phone', chooseByTouch, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
      }
      step('the address is confirmed by pressing a button', confirm);
      step('the drafter filters the queue and answers', answer);
      step('anybody reads the answer', read);
    });
  }
}

async function schedule(page, story) {
  const day = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
  await be(page, people.organiser);
  await page.goto(`${consultation}/manage`);
  await follow(page, page.locator('main a.btn[href$="/manage/event"]').first());
  await page.fill('[name="title"]', story.event);
  await page.check('[name="kind"] >> nth=0');
  await page.check('[name="attendance"][value="in_person"]');
  await page.selectOption('[name="time_zone"]', 'Africa/Nairobi');
  await page.fill('[name="starts_at"]', `${day}T${story.clock}`);
  await page.selectOption('[name="country"]', 'KE');
  await page.check('[name="languages"][value="en"]');
  await follow(page, page.locator('main form .btn'));
  assert.match(new URL(page.url()).pathname, /\/events\/[a-z0-9-]+$/);
  assert.equal(await page.locator('h1').innerText(), story.event);
  const starts = page.locator('dl.list dd').first();
  assert.equal(await starts.locator('time').getAttribute('datetime'), `${day}T11:30:00Z`);
  const said = await starts.innerText();
  assert.ok(said.includes(story.clock), said);
  if (story.clockThere) assert.ok(said.includes(story.clockThere), `not in the reader's zone: ${said}`);
  assert.ok((await page.locator('dl.list').innerText()).includes('Africa/Nairobi'));
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('main .acts a.btn').click()]);
  const calendar = await readFile(await file.path(), 'utf8');
  assert.match(file.suggestedFilename(), /\.ics$/);
  assert.ok(calendar.startsWith('BEGIN:VCALENDAR\r\n') && calendar.includes(`DTSTART;TZID=Africa/Nairobi:${day.replaceAll('-', '')}T143000\r\n`), calendar);
}

async function publish(page, story, known) {
  await be(page, people.drafter);
  await page.goto(`${consultation}/manage/import`);
  await page.selectOption('[name="draft"]', '');
  await page.fill('[name="title"]', story.title);
  await page.fill('[name="slug"]', story.slug);
  await page.selectOption('[name="language"]', story.browser.locale);
  await page.check('[name="format"][value="markdown"]');
  await page.fill('[name="content"]', story.markdown);
  await follow(page, page.locator('main form .btn'));
  assert.match(page.url(), /\/manage\/imports\//);
  assert.ok(await page.locator('.words', { hasText: story.text }).isVisible());
  await follow(page, page.locator('form[action$="/keep"] .btn'));
  assert.match(page.url(), new RegExp(`/drafts/${story.slug}/working`));
  assert.ok(await page.locator('.words', { hasText: story.text }).isVisible());
  await page.fill('[name="reason"]', story.reason);
  await follow(page, page.locator('main form[action$="/publish"] .btn'));
  known.reader = `${consultation}/drafts/${story.slug}`;
  assert.equal(new URL(page.url()).pathname, known.reader);
  assert.equal(await page.locator('h1').innerText(), story.title);
}

async function chooseAndSend(page, story, known) {
  await page.goto(known.reader);
  await select.drag(page, select.provision(page, story.text), story.words);
  await follow(page, select.say(page, story.words));
  await isAbout(page, story.words);
  await send(page, story, known);
}

async function chooseByKey(page, story, known) {
  await page.goto(known.reader);
  await select.type(page, select.provision(page, story.text), { before: 6, more: 2 });
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  await isAbout(page, story.words);
}

async function chooseByTouch(page, story, known) {
  await page.goto(known.reader);
  await select.hold(select.provision(page, story.text), story.words);
  await Promise.all([page.waitForNavigation(), select.say(page, story.words).tap()]);
  await isAbout(page, story.words);
}

// isAbout tells that the form shows the words chosen, marked in their provision.
async function isAbout(page, words) {
  assert.equal(await page.locator('.quote mark').innerText(), words);
  assert.equal(await page.inputValue('[name="target.exact"]'), words);
}

async function quoteAndSend(page, story, known) {
  await page.goto(known.reader);
  const section = page.locator('section.prov', { hasText: story.text }).last();
  await follow(page, section.locator('.tools a[href*="kind=provision"]'));
  await page.fill('[name="target.exact"]', story.words);
  await send(page, story, known);
}

// send fills the form in as somebody without an account and comes to the receipt.
async function send(page, story, known) {
  known.email = `${story.slug}@example.net`;
  await page.fill('[name="body"]', story.body);
  await page.fill('[name="proposed_text"]', story.proposed);
  await page.check('[name="stance"][value="support_with_change"]');
  await page.selectOption('[name="stakeholder_type"]', 'civil_society');
  await page.selectOption('[name="country"]', 'KE');
  await page.fill('[name="author_email"]', known.email);
  await follow(page, page.locator('form[data-keep="comment"] button.btn'));
  assert.match(page.url(), /\/receipts\/[0-9a-f-]{36}$/);
  assert.equal(await page.locator('main mark').innerText(), story.words);
  assert.equal(await page.locator('main ins').innerText(), story.proposed);
}

async function confirm(page, story, known, world) {
  const link = await linkTo(world.server.data, known.email);
  assert.equal((await page.request.get(link)).status(), 200); // what a mail scanner does: nothing is used up
  await page.goto(link);
  const answer = await follow(page, page.locator('main form .btn'));
  assert.equal(answer.status(), 200);
  known.ref = (await page.locator('.receipt .ref').innerText()).trim();
  assert.match(known.ref, /^C-\d{6,}$/);
  const again = await page.request.get(link); // used up now: it leads to what it confirmed
  assert.match(again.url(), /\/receipts\/[0-9a-f-]{36}\?confirmed=1$/);
}

async function answer(page, story, known) {
  await be(page, people.drafter);
  await page.goto(`${consultation}/review`);
  const all = await pick(page, 'region', '014');
  const few = await pick(page, 'stakeholder', 'civil_society');
  assert.ok(few <= all && few > 0, `${few} of ${all}`);
  assert.equal(await page.locator('.rows > li').count(), Math.min(few, 50));
  await follow(page, page.locator('.rows a.ref', { hasText: known.ref }));
  assert.equal(await page.locator('#one .quote mark').innerText(), story.words);
  await page.check('[name="outcome"][value="accepted_with_modification"]');
  await page.fill('[name="reason"]', story.reason);
  await follow(page, page.locator('#one form button.btn'));
  assert.ok(await page.locator('.flash').isVisible());
  const query = new URL(page.url()).searchParams; // the way back keeps the filter
  assert.deepEqual([query.get('region'), query.get('stakeholder')], ['014', 'civil_society']);
}

// pick follows a choice of a filter and gives how many comments it promised.
async function pick(page, filter, value) {
  const choice = page.locator(`nav.filters li a[href*="${filter}=${value}"]`).first();
  const promised = Number(await choice.locator('.num').innerText());
  await follow(page, choice);
  assert.equal(new URL(page.url()).searchParams.get(filter), value);
  return promised;
}

async function read(page, story, known) {
  await page.goto(`${consultation}/comments/${known.ref}`);
  const main = page.locator('main');
  assert.ok((await main.innerText()).includes(story.reason));
  assert.equal(await main.locator('.quote mark').innerText(), story.words);
  assert.equal(await main.locator('ins').innerText(), story.proposed);
  assert.ok((await main.innerText()).includes('<b>'), 'markup of a comment is shown as it was typed');
  assert.equal((await main.innerText()).includes(known.email), false);
}
