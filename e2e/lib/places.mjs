// Every page of the program with the example, in the states that it has.
import { be } from './browser.mjs';
import { long } from './long.mjs';
import { consultation, people } from './people.mjs';

export { comment, consultation, people } from './people.mjs';

// press sends the form of a page as it is, or as it was filled in before.
const press = (selector, fill) => async (page) => {
  if (fill) await fill(page);
  await Promise.all([page.waitForNavigation(), page.locator(`${selector} button.btn`).last().click()]);
};

// leave has somebody's session end while they type, and come in again.
const leave = async (page) => {
  await page.check('main [name="outcome"][value="not_accepted"]');
  await page.fill('main [name="reason"]', 'The law says so.\nTwice.');
  await page.context().clearCookies({ name: 'travaux' });
  await Promise.all([page.waitForNavigation(), page.locator('main form[action*="/answer"] button.btn').first().click()]);
  const back = new URL(page.url()).searchParams.get('return_to');
  await be(page, people.leaver);
  await page.goto(back);
};

// placeNowhere says that a comment is on words that are not in the text.
const placeNowhere = async (page) => {
  await page.fill('main [name="exact"]', 'words that nobody wrote');
  await Promise.all([page.waitForNavigation(), page.locator('main button[value="here"]').click()]);
};

const open = (name, path, more) => ({ name, path, as: '', ...more });
const staff = (as, name, path, more) => ({ name, path, as, ...more });
const c = consultation;

// places are the pages: as whom they are seen, whether anybody may see them, and what to do once there.
export const places = (w) => [...reading(w), ...comingIn(w), ...own(w), ...speaking(w), ...signing(w), ...tracking(), ...pledging(w), ...grading(w), ...reporting(w), ...working(w), ...editing(w), ...administering];

// reading is what anybody sees of consultations.
function reading(w) {
  const say = `${w.reader}/v/2/comment`;
  return [
    open('home', '/'), open('front', c), open('front of nothing yet', '/c/empty'), open('notices', `${c}/notices`), open('timeline', `${c}/timeline`), open('timeline of nothing yet', '/c/empty/timeline'),
    open('notices of old', `${c}/notices/1`), open('notices of nothing yet', '/c/empty/notices'), open('what is kept', '/privacy'),
    open('public log', `${c}/log`), open('public log of nothing yet', '/c/empty/log'),
    open('public log, receipt checked', `${c}/log`, { act: press('main form', (page) => page.fill('[name="receipt"]', w.receipt.split('/').pop())) }),
    open('public log with errors', `${c}/log`, { act: press('main form') }),
    open('reader', w.reader), open('reader with comments beside', `${w.reader}?on=${w.said}`),
    open('reader of version 1', `${w.reader}/v/1`), open('reader in Arabic', `${w.reader}?text=ar`),
    open('reader side by side', `${w.reader}?beside=ar`), open('reader side by side with comments', `${w.reader}?beside=ar&on=${w.said}`),
    open('long text', long), open('long text, a part in the middle', `${long}?part=2`), open('long text in Arabic, side by side', `${long}?part=2&text=ar&beside=en`),
    open('long text with comments beside', `${long}?on=art-60-par-2`),
    open('changes', `${w.reader}/compare/1/2`), open('changes side by side', `${w.reader}/compare/1/2?view=side&all=1`), open('changes of a translation', `${w.reader}/compare/1/2?text=fr&source=1`),
    open('versions', `${w.reader}/versions`), open('history of a provision', `${w.reader}/v/2/history/${w.wid}`),
    open('comment on the whole text', `${say}?kind=version`), open('comment on a provision', `${say}?kind=provision&on=${w.wid}`),
    open('comment on what is missing', `${say}?kind=insertion&after=${w.wid}`),
    open('comment with errors', `${say}?kind=provision&on=${w.wid}`, { act: press('form[data-keep="comment"]') }),
    open('comments', `${c}/comments`), open('comments filtered', `${c}/comments?stakeholder=government`),
    open('comments, none matching', `${c}/comments?q=zzzzzz`), open('comments of nothing yet', '/c/empty/comments'),
    open('comment answered', `${c}/comments/${w.answered}`), open('comment open', `${c}/comments/${w.open}`),
    open('report a comment', `${c}/comments/${w.named}/report`), open('report with errors', `${c}/comments/${w.named}/report`, { act: press('main form') }),
    open('events', `${c}/events`), open('event', `${c}/events/${w.event}`), open('events of nothing yet', '/c/empty/events'),
    open('receipt to be confirmed', w.receipt), open('receipt that waits', w.taken), staff('participant', 'receipt of one’s own', w.own),
    open('withdraw a comment', `${w.taken}/take-back?what=withdraw`), open('erase a comment', `${w.taken}/take-back?what=erase`),
    open('confirm', w.confirm), open('disown', w.disown), open('disown by a link that is cut', '/disown/x', { status: 404 }),
    open('interest', '/c/empty/interest'), open('interest with errors', '/c/empty/interest', { act: press('main form') }), open('interest, late', `${c}/interest`),
    open('interest to be confirmed', w.interestToConfirm), open('interest received', w.interest), open('invited to sign', w.toSign),
    open('API', '/api'), open('not there', '/nothing-here', { status: 404 }), open('demo', '/demo'),
  ];
}

// comingIn is signing in.
const comingIn = (w) => [
  open('sign in', '/sign-in'), open('sign in with errors', '/sign-in', { act: press('main form[action="/sign-in"]') }), open('sign in first', `${c}/manage`),
  open('sign in sent', '/sign-in/sent'), open('wrong code', '/sign-in/sent', { act: press('main form') }),
  open('sign in by link', w.link), open('sign in code', w.link, { act: press('main form') }), open('link cut', '/sign-in/x', { status: 404 }),
  open('address asked for sent', '/sign-in/address/sent'), open('first link used', '/first/x', { status: 404 }),
  open('invitation', w.invitation), open('invitation cut', '/invitations/x', { status: 404 }),
  open('unsubscribe', w.unsubscribe), open('unsubscribed', w.unsubscribe, { act: press('main form') }),
  staff('leaver', 'what one typed', `${c}/review?one=${w.open}`, { act: leave }),
];

// own is what is somebody's own.
const own = () => [
  staff('drafter', 'account', '/account'), staff('participant', 'account with errors', '/account', { act: press('main form', (page) => page.fill('main [name="name"]', 'x'.repeat(300))) }),
  staff('drafter', 'sessions', '/account/sessions'), staff('drafter', 'step up', '/account/step-up'),
  staff('drafter', 'passkeys', '/account/passkeys'), staff('drafter', 'accounts elsewhere', '/account/identities'),
  staff('drafter', 'tokens', '/account/tokens'), staff('drafter', 'tokens with errors', '/account/tokens', { act: press('main form[action="/account/tokens"]') }),
  staff('drafter', 'token made', '/account/tokens', { act: press('main form[action="/account/tokens"]', async (page) => {
    await page.fill('main [name="name"]', 'nightly copy of everything');
    await page.fill('main [name="days"]', '30');
  }) }),
  staff('participant', 'mail', '/account/mail'), staff('participant', 'my data', '/account/data'),
  staff('participant', 'erase me', '/account/erase'), staff('participant', 'erase me with errors', '/account/erase', { act: press('main form') }),
  staff('participant', 'erase me, checked', '/account/erase', { act: press('main form', (page) => page.check('main [name="comments"] >> nth=0')) }),
];

// speaking is organisations and who speaks for them.
const speaking = (w) => [
  open('organisations', '/organisations'), open('organisations, none matching', '/organisations?q=zzzzzz'),
  open('organisation', '/organisations/open-tools-forum-of-the-lakes'), staff('drafter', 'organisation to speak for', w.organisation),
  staff('participant', 'organisation asked for', w.organisation), staff('participant', 'my organisations', '/account/organisations'),
  staff('organiser', 'my organisations, none', '/account/organisations'),
  staff('drafter', 'organisation form', '/organisations/new'), staff('drafter', 'organisation with errors', '/organisations/new', { act: press('main form') }),
  staff('drafter', 'organisation like another', '/organisations/new', { act: press('main form', (page) => page.fill('main [name="name"]', 'Open Too1s Forum of the Lakes')) }),
  staff('organiser', 'organisations that wait', '/organisations?asked=1'), staff('participant', 'organisation to change', '/organisations/open-tools-forum-of-the-lakes/edit'),
  staff('organiser', 'mandates', `${w.organisation}/mandates`), staff('organiser', 'mandates of old', '/organisations/open-tools-forum-of-the-lakes/mandates'),
  staff('organiser', 'mandate with errors', `${w.organisation}/mandates`, { act: press('main form') }),
];

// assembly is that for which the drafter may sign.
const assembly = `${c}/sign/assembly-of-open-builders`;

// officer is who signs.
const officer = async (page) => {
  await page.fill('main [name="officer_title"]', 'Chair');
  await page.fill('main [name="authority_statement"]', 'The board decided.');
};

// signing is what organisations sign, and the register.
const signing = (w) => [
  open('signatures', `${c}/signatures`), open('signatures, none matching', `${c}/signatures?q=zzzzzz`), open('signature', w.signed),
  open('certificate', `${w.signed}/certificate`), staff('participant', 'signature of one’s own', w.signed),
  open('sign first', `${c}/sign`), staff('drafter', 'sign', `${c}/sign`), staff('participant', 'signed already', `${c}/sign`),
  staff('drafter', 'sign the text', assembly), staff('drafter', 'sign with errors', assembly, { act: press('form[data-keep="sign"]') }),
  staff('drafter', 'sign, answers checked', assembly, { act: press('form[data-keep="sign"]', officer) }),
  staff('organiser', 'signing', `${c}/manage/signatures`),
  staff('drafter', 'prepare a signature', `${assembly}/prepare`), staff('drafter', 'prepare with errors', `${assembly}/prepare`, { act: press('form[data-keep="prepare"]', (page) => page.fill('main [name="officer_name"]', '')) }),
  staff('drafter', 'a signature prepared', `${assembly}/prepared`), open('clear a signature', w.toClear),
  open('sign by link', w.bySigning), open('sign by a link that is cut', '/signing/x', { status: 404 }),
  open('clear with errors', w.toClear, { act: async (page) => { await page.click('main details:has(form) summary'); await press('main details form')(page); } }),
];

// builders are those for whom the drafter may pledge.
const builders = `${c}/pledge/assembly-of-open-builders`;

// tracking is the public list of pledges.
const tracking = () => [
  open('pledges', `${c}/pledges`), open('pledges, filtered', `${c}/pledges?kind=financial&status=published&order=due`), open('pledges, overdue', `${c}/pledges?due=overdue`),
  open('pledges, none matching', `${c}/pledges?country=ES&outcome=capacity`),
];

// pledging is pledges while they are written.
const pledging = (w) => [
  open('pledge first', `${c}/pledge`), staff('drafter', 'pledges of one’s own', `${c}/pledge`), staff('drafter', 'pledge', builders),
  staff('moderator', 'pledge, not allowed', builders, { status: 403 }), staff('drafter', 'pledge with errors', builders, { act: press('form[data-check]') }),
  staff('drafter', 'pledge begun', w.pledge), staff('drafter', 'pledge to be mended', w.pledge, { act: (page) => Promise.all([page.waitForNavigation(), page.locator('button.btn[value="submit"]').click()]) }),
  staff('drafter', 'pledge submitted', w.pledge?.replace(/edit$/, 'submitted')), staff('drafter', 'withdraw a pledge', w.pledge?.replace(/edit$/, 'withdraw')),
];

// measured is what a report says.
const measured = async (page) => {
  await page.fill('main [name="value"]', '50');
  await page.fill('main [name="measured_on"]', new Date().toISOString().slice(0, 10));
  await page.fill('main [name="narrative"]', 'Sixteen more were trained at the lakes.');
};

// reporting is what organisations tell of their pledges.
const reporting = (w) => [
  open('pledge told of', w.toldOf), staff('organiser', 'pledge told of, to an organiser', w.toldOf), staff('participant', 'report on a pledge', `${w.graded}/report`),
  staff('participant', 'report on a pledge with errors', `${w.graded}/report`, { act: press('main form') }),
  staff('participant', 'report on a pledge, checked', `${w.graded}/report`, { act: press('main form', measured) }),
  staff('participant', 'partners of a pledge', `${w.graded}/partners`),
  staff('participant', 'partner with errors', `${w.graded}/partners`, { act: press('main form') }),
];

// grading is how far pledges have come.
const grading = (w) => [
  staff('reviewer', 'pledges to grade', `${c}/manage/grading`), staff('reviewer', 'pledges to grade, none matching', `${c}/manage/grading?show=reported`),
  staff('reviewer', 'grade a pledge', `${w.toGrade}/grade`), staff('reviewer', 'grade with errors', `${w.toGrade}/grade`, { act: press('main form') }),
  staff('participant', 'a pledge with a grade', w.graded), staff('participant', 'answer a grade', `${w.graded}/grade/answer`),
  staff('participant', 'answer with nothing written', `${w.graded}/grade/answer`, { act: (page) => Promise.all([page.waitForNavigation(), page.locator('main form button.btn').first().click()]) }),
];

// working is what the staff of a consultation does.
const working = (w) => [
  staff('drafter', 'queue', `${c}/review`), staff('drafter', 'queue with one comment', `${c}/review?region=002&one=${w.answered}`),
  staff('drafter', 'queue, none matching', `${c}/review?q=zzzzzz`),
  staff('drafter', 'answer with errors', `${c}/review?one=${w.open}`, { act: press('form[data-keep^="answer"]') }),
  staff('drafter', 'comments to be placed', `${w.reader}/v/2/placements`), staff('drafter', 'comments placed in doubt', `${w.reader}/v/2/placements?what=doubt`),
  staff('drafter', 'comments placed by a person, none', `${w.reader}/v/2/placements?what=by_hand`),
  staff('drafter', 'a comment to be placed', `${w.reader}/v/2/placements?one=${w.lost}`),
  staff('drafter', 'a comment to be placed, provision chosen', `${w.reader}/v/2/placements?one=${w.lost}&on=${w.wid}`),
  staff('drafter', 'a comment placed with errors', `${w.reader}/v/2/placements?one=${w.lost}&on=${w.wid}`, { act: placeNowhere }),
  staff('drafter', 'not allowed', `${c}/moderation`, { status: 403 }),
  staff('organiser', 'moderation', `${c}/moderation`), staff('organiser', 'reports', `${c}/moderation/reports`),
  staff('organiser', 'report hidden with errors', `${c}/moderation/reports`, { act: press('main form', (page) => page.locator('main form summary').first().click()) }),
  staff('organiser', 'manage', `${c}/manage`), staff('admin', 'manage nothing yet', '/c/empty/manage'),
  staff('organiser', 'notices form', `${c}/manage/notices`), staff('admin', 'notices with errors', '/c/empty/manage/notices', { act: press('main form') }),
  staff('organiser', 'phases', `${c}/manage/phases`), staff('organiser', 'add a phase', `${c}/manage/phases/add`),
  staff('organiser', 'add a phase with errors', `${c}/manage/phases/add`, { act: press('main form') }),
  staff('organiser', 'extend a phase with errors', `${c}/manage/phases`, { act: async (page) => { await page.locator('a[href$="/extend"]').first().click(); await press('main form')(page); } }),
  staff('organiser', 'guard', `${c}/manage/guard`), staff('organiser', 'import form', `${c}/manage/import`),
  staff('organiser', 'text brought in', w.brought), staff('organiser', 'text brought in, one provision', `${w.brought}?on=art-2-par-1`),
  staff('organiser', 'event form', `${c}/manage/event`), staff('organiser', 'partner form', `${c}/manage/partner`),
  staff('organiser', 'event with errors', `${c}/manage/event`, { act: press('main form') }),
  staff('organiser', 'document form', `${c}/manage/document`), staff('organiser', 'working version', `${c}/drafts/not-yet-public/working`),
  staff('drafter', 'translations', `${w.reader}/translations`), staff('drafter', 'translation published', `${w.reader}/translations/ar`),
  staff('drafter', 'translation with gaps', `${c}/drafts/not-yet-public/translations/fr`), staff('drafter', 'translation not begun', `${c}/drafts/not-yet-public/translations/ru`),
  staff('drafter', 'provision to be translated', `${c}/drafts/not-yet-public/working/edit/art-1-par-1?text=fr`),
  staff('organiser', 'interests', `${c}/manage/interests`), staff('organiser', 'interests in one state', `${c}/manage/interests?state=received`),
  staff('organiser', 'interests, none matching', `${c}/manage/interests?q=zzzzzz`), staff('admin', 'interests of nothing yet', '/c/empty/manage/interests?state=declined'),
  staff('organiser', 'review of pledges', `${c}/manage/pledges`), staff('organiser', 'review of pledges, published', `${c}/manage/pledges?status=published`), staff('organiser', 'review of pledges, none matching', `${c}/manage/pledges?region=419`),
  staff('organiser', 'review of a pledge', w.pledgeWaits), staff('organiser', 'review of an amendment with errors', w.pledgeAmended, { act: press('form.decide-form') }),
  staff('organiser', 'an interest', w.interested), staff('organiser', 'an interest with errors', w.interested, { act: press('form[action$="/decline"]') }),
  staff('organiser', 'people', `${c}/manage/people`), staff('admin', 'people of nothing yet', '/c/empty/manage/people'),
  staff('organiser', 'role form', `${c}/manage/people/${w.role}`), staff('organiser', 'role with errors', `${c}/manage/people/${w.role}`, { act: press('main form') }),
  staff('organiser', 'invite form', `${c}/manage/invite`), staff('organiser', 'invite with errors', `${c}/manage/invite`, { act: press('main form') }),
];

// editing is what drafters do to a working version.
const at = `${c}/drafts/not-yet-public/working`;
const editing = (w) => [
  staff('drafter', 'edit a provision', `${at}/edit/${w.edited}`), staff('drafter', 'add a provision', `${at}/add?place=after%3A${w.edited}`),
  staff('drafter', 'edit with errors', `${at}/edit/${w.edited}`, { act: press('form[data-edit]', (page) => page.fill('main [name="content"]', '- one\n- two')) }),
  staff('drafter', 'edit, two met', `${at}/edit/${w.edited}`, { act: press('form[data-edit]', meet) }),
  staff('drafter', 'history of the working version', `${at}/history`),
  staff('drafter', 'Word files that came back', `${at}/word`), staff('drafter', 'a Word file that came back', w.came),
  staff('drafter', 'no Word file', `${at}/word`, { act: press('main form') }),
  staff('drafter', 'private notes', at.replace(/working$/, 'notes')),
  staff('drafter', 'private note with errors', `${at.replace(/working$/, 'notes')}?on=${w.edited}`, { act: press('form[action$="/notes"]') }),
];

// meet has the organiser change the provision that somebody has open, who changes the same words and others.
async function meet(page) {
  const others = await page.context().browser().newContext({ baseURL: new URL(page.url()).origin });
  const organiser = await others.newPage();
  await be(organiser, people.organiser);
  await organiser.goto(new URL(page.url()).pathname);
  const words = `Words of ${Date.now()} that stay.`;
  await organiser.fill('main [name="content"]', words);
  await Promise.all([organiser.waitForNavigation(), organiser.locator('form[data-edit] button.btn').click()]);
  await others.close();
  await page.fill('main [name="content"]', 'Other words that stay, as we say.');
}

// administering is what is of the whole installation.
const administering = [
  staff('admin', 'administration', '/admin'), staff('admin', 'people of the installation', '/admin/people'),
  staff('admin', 'people found', '/admin/people?q=delta'), staff('admin', 'people, none found', '/admin/people?q=zzzzzz'),
  staff('admin', 'mail of the installation', '/admin/mail'), staff('admin', 'limits', '/admin/limits'), staff('drafter', 'administration not allowed', '/admin', { status: 403 }),
  staff('admin', 'new consultation', '/new'),
];
