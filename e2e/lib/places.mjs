// Every page of the program with the example, and what must be there first for it to be seen.
import { linkTo } from './mail.mjs';

export const consultation = '/c/sample-charter';
export const people = {
  organiser: 'olive-organiser@example.org', drafter: 'delta-drafter@example.org',
  moderator: 'moss-moderator@example.org', admin: 'ash-admin@example.org',
};

// comment is a comment as the form sends it.
export const comment = (draft, more) => ({
  draft, 'target.kind': 'version', body: 'Please say how this will be paid for.', country: 'KE',
  stakeholder_type: 'civil_society', ...more,
});

// furnish makes what the example lacks, and finds the names that the pages below need. The browser is the
// organiser's, who may do all of it.
export async function furnish(page, server) {
  const { request } = page.context();
  const reader = `${consultation}/drafts/charter`;
  const text = await (await request.get(reader)).text();
  const wid = text.match(/data-wid="([^"]+)"/)[1];
  const said = text.match(/class="many"[^>]*href="[^"]*\?on=([^"#&]+)/)[1];
  const list = await (await request.get(`${consultation}/comments?outcome=accepted`)).text();
  const answered = list.match(/comments\/(C-\d{6,})"/)[1];
  const open = (await (await request.get(`${consultation}/comments?outcome=open`)).text()).match(/comments\/(C-\d{6,})"/)[1];
  const event = (await (await request.get(`${consultation}/events`)).text()).match(/\/events\/([a-z0-9-]+)"/)[1];
  const imported = await request.post(`${consultation}/manage/import`, {
    multipart: { draft: '', slug: 'not-yet-public', title: 'Not yet public', language: 'en', format: 'markdown', content: '# Not yet public\n\n## Article 1 Words\n\n1. These words are not published.\n2. Nor are these.\n' },
  });
  if (!imported.ok()) throw new Error(`the import answered ${imported.status()}`);
  await server.travaux('consultation', 'add', '--slug', 'empty', '--title', 'Nothing yet', '--language', 'en');
  return { reader, wid, said, answered, open, event };
}

// strangers are pages that need a message or a receipt of somebody without an account.
export async function strangers(page, server, draft) {
  const { request } = page.context();
  const send = async (more) => (await request.post(`${consultation}/comments`, { form: comment(draft, more) })).url();
  const unconfirmed = await send({ author_email: 'stranger@example.org' });
  await send({ body: 'A comment without an address waits for a moderator.' });
  await request.post('/sign-in', { form: { email: people.organiser } });
  const path = (url) => new URL(url).pathname;
  const confirm = path(await linkTo(server.data, 'stranger@example.org'));
  const disown = path(await linkTo(server.data, 'stranger@example.org', '/disown/'));
  return { receipt: path(unconfirmed), confirm, disown, link: path(await linkTo(server.data, people.organiser)) };
}

// press sends the form of a page as it is.
const press = (selector) => async (page) => {
  await Promise.all([page.waitForNavigation(), page.locator(`${selector} button.btn`).last().click()]);
};

// places are the pages: as whom they are seen, whether anybody may see them, and what to do once there.
export function places(w) {
  const c = consultation;
  const say = `${w.reader}/v/2/comment`;
  const open = (name, path, more) => ({ name, path, as: '', ...more });
  const staff = (as, name, path, more) => ({ name, path, as, ...more });
  return [
    open('home', '/'), open('front', c), open('front of nothing yet', '/c/empty'), open('notices', `${c}/notices`), open('public log', `${c}/log`), open('public log of nothing yet', '/c/empty/log'),
    open('reader', w.reader), open('reader with comments beside', `${w.reader}?on=${w.said}`),
    open('reader of version 1', `${w.reader}/v/1`), open('reader in Arabic', `${w.reader}?text=ar`),
    open('comment on the whole text', `${say}?kind=version`), open('comment on a provision', `${say}?kind=provision&on=${w.wid}`),
    open('comment on what is missing', `${say}?kind=insertion&after=${w.wid}`),
    open('comment with errors', `${say}?kind=provision&on=${w.wid}`, { act: press('form[data-keep="comment"]') }),
    open('comments', `${c}/comments`), open('comments filtered', `${c}/comments?stakeholder=government`),
    open('comments, none matching', `${c}/comments?q=zzzzzz`), open('comments of nothing yet', '/c/empty/comments'),
    open('comment answered', `${c}/comments/${w.answered}`), open('comment open', `${c}/comments/${w.open}`),
    open('organisations', '/organisations'), open('organisation', '/organisations/open-tools-forum-of-the-lakes'),
    open('events', `${c}/events`), open('event', `${c}/events/${w.event}`), open('events of nothing yet', '/c/empty/events'),
    open('what is kept', '/privacy'), open('disown', w.disown), open('take back', `${w.receipt}/take-back?what=erase`),
    open('notices as they were', `${c}/notices/1`), staff('drafter', 'my data', '/account/data'), staff('drafter', 'erase me', '/account/erase'),
    staff('drafter', 'erase me with errors', '/account/erase', { act: press('main form') }), staff('organiser', 'reports', `${c}/moderation/reports`),
    open('receipt', w.receipt), open('confirm', w.confirm), open('sign in', '/sign-in'), open('sign in sent', '/sign-in/sent'), open('sign in by link', w.link),
    staff('drafter', 'passkeys', '/account/passkeys'), staff('drafter', 'accounts elsewhere', '/account/identities'),
    open('sign in code', w.link, { act: press('main form') }), open('wrong code', '/sign-in/sent', { act: press('main form') }), open('link cut', '/sign-in/x', { status: 404 }),
    staff('drafter', 'account', '/account'), staff('drafter', 'sessions', '/account/sessions'), staff('drafter', 'step up', '/account/step-up'),
    open('sign in with errors', '/sign-in', { act: press('main form[action="/sign-in"]') }),
    open('API', '/api'), open('not there', '/nothing-here', { status: 404 }), open('demo', '/demo'),
    open('sign in first', `${c}/manage`),
    staff('drafter', 'queue', `${c}/review`), staff('drafter', 'queue with one comment', `${c}/review?region=002&one=${w.answered}`),
    staff('drafter', 'queue, none matching', `${c}/review?q=zzzzzz`),
    staff('drafter', 'answer with errors', `${c}/review?one=${w.open}`, { act: press('form[data-keep^="answer"]') }),
    staff('drafter', 'not allowed', `${c}/moderation`, { status: 403 }),
    staff('organiser', 'moderation', `${c}/moderation`), staff('organiser', 'manage', `${c}/manage`),
    staff('organiser', 'notices form', `${c}/manage/notices`), staff('organiser', 'guard', `${c}/manage/guard`),
    staff('admin', 'limits', '/admin/limits'), staff('organiser', 'import form', `${c}/manage/import`),
    staff('organiser', 'event form', `${c}/manage/event`), staff('organiser', 'partner form', `${c}/manage/partner`),
    staff('organiser', 'event with errors', `${c}/manage/event`, { act: press('main form') }),
    staff('organiser', 'document form', `${c}/manage/document`), staff('organiser', 'working version', `${c}/drafts/not-yet-public/working`),
    staff('organiser', 'people', `${c}/manage/people`), staff('organiser', 'invite form', `${c}/manage/invite`),
    staff('organiser', 'invite with errors', `${c}/manage/invite`, { act: press('main form') }),
    staff('drafter', 'tokens', '/account/tokens'), staff('admin', 'administration', '/admin'), staff('admin', 'people of the installation', '/admin/people'),
    staff('admin', 'new consultation', '/new'),
  ];
}
