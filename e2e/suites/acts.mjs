// The main act of each page that changes something, with scripts off: what is pressed is done, and said.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { be, follow, visit } from '../lib/browser.mjs';
import { consultation as c, people } from '../lib/people.mjs';

const done = (page) => page.locator('main .flash').isVisible().then((seen) => assert.ok(seen, `nothing is said on ${page.url()}`));
const press = (page, button = 'main form button.btn') => follow(page, page.locator(button).first());

// list is what is done, by whom and where; w has the names that were found.
const list = (w) => [
  { name: 'a name is saved', as: 'participant', at: '/account' },
  { name: 'mail is asked for once a week', as: 'participant', at: '/account/mail', fill: (page) => page.check('main [name="digest"][value="weekly"]') },
  { name: 'the guard is set', as: 'organiser', at: `${c}/manage/guard` },
  { name: 'a role is given', as: 'organiser', at: `${c}/manage/people/${w.role}`, fill: (page) => page.check('main [name="role"][value="observer"]') },
  { name: 'a role is taken', as: 'organiser', at: `${c}/manage/people`, button: 'main form[action$="/take"]:has([value="observer"]) button' },
  { name: 'an invitation is sent again', as: 'organiser', at: `${c}/manage/people`, button: 'main form:has([name="do"][value="again"]) button' },
  { name: 'an invitation is revoked', as: 'organiser', at: `${c}/manage/people`, button: 'main form:has([name="do"][value="revoke"]) button' },
  { name: 'an organisation is added', as: 'drafter', at: '/organisations/new', fill: (page) => describeOne(page, 'Guild of Careful Bridges') },
  { name: 'a mandate is asked for', as: 'drafter', at: w.organisation, button: 'main form[action$="/mandate"] button' },
  { name: 'a mandate is confirmed', as: 'organiser', at: `${w.organisation}/mandates`, button: 'main form button[value="confirm"]' },
  { name: 'a mandate is refused with a reason', as: 'organiser', at: `${w.organisation}/mandates`, button: 'main form button[value="refuse"]', fill: (page) => page.locator('main [name="reason"]').first().fill('Nobody there knows of it.') },
  { name: 'an organisation is changed', as: 'participant', at: '/organisations/open-tools-forum-of-the-lakes/edit', fill: (page) => page.fill('main [name="website"]', 'https://lakes.example.org/') },
  { name: 'a mandate is given up', as: 'participant', at: '/account/organisations', button: 'main form button[value="end"]' },
  { name: 'a translation is begun', as: 'drafter', at: `${c}/drafts/not-yet-public/translations/ar` },
  { name: 'a provision is translated', as: 'drafter', at: `${c}/drafts/not-yet-public/working/edit/art-1-par-1?text=ar`, fill: (page) => page.fill('main [name="content"]', 'هذه الكلمات غير منشورة.') },
  { name: 'a comment is reported', as: '', at: `${c}/comments/${w.named}/report`, fill: (page) => page.fill('main [name="body"]', 'It is not mine.') },
  { name: 'a report is dismissed', as: 'organiser', at: `${c}/moderation/reports`, button: 'main form button[value="dismissed"]' },
  { name: 'a comment is withdrawn', as: '', at: `${w.taken}/take-back?what=withdraw` },
  { name: 'somebody is kept out', as: 'admin', at: '/admin/people?q=Opal', button: 'main form:has([name="do"][value="disable"]) button' },
  { name: 'somebody is let in again', as: 'admin', at: '/admin/people?q=Opal', button: 'main form:has([name="do"][value="enable"]) button' },
];

// describeOne fills in the form of an organisation.
async function describeOne(page, name) {
  await page.fill('main [name="name"]', name);
  await page.check('main [name="stakeholder_type"][value="private_sector"]');
  await page.selectOption('main [name="country"]', 'KE');
}

// acts does all of it on one server, in this order.
export function acts(world, known) {
  describe('acts without JavaScript', () => {
    for (const [i, { name }] of list(known).entries()) {
      it(name, { timeout: 30_000 }, (t) => visit(t, world.browser, { baseURL: world.server.url, locale: 'en', javaScriptEnabled: false }, async (page) => {
        const act = list(known)[i];
        if (act.as) await be(page, people[act.as]);
        assert.equal((await page.goto(act.at)).status(), 200);
        await act.fill?.(page);
        await press(page, act.button ?? 'main form button.btn');
        await done(page);
      }));
    }
  });
}
