// Makes what the example lacks so that every page can be seen, and finds the names that the pages need.
import { be } from './browser.mjs';
import { lengthen } from './long.mjs';
import { linkTo } from './mail.mjs';
import { comment, consultation, people } from './people.mjs';

const path = (url) => new URL(url).pathname;

// first gives what a pattern captures in the answer of an address, and says where it looked when there is nothing.
async function first(request, at, pattern) {
  const found = (await (await request.get(at)).text()).match(pattern);
  if (!found) throw new Error(`nothing like ${pattern} on ${at}`);
  return found[1];
}

// send sends a form and gives where it led.
async function send(request, at, form) {
  const response = await request.post(at, { form });
  if (!response.ok()) throw new Error(`${at} answered ${response.status()}: ${(await response.text()).match(/class="(?:lead|summary)[^]*?<\/(?:p|div)>/)?.[0]}`);
  return response.url();
}

// as gives the function the requests of one of the example's people, in a browser of its own.
async function as(browser, server, email, fn) {
  const context = await browser.newContext({ baseURL: server.url, locale: 'en' });
  try {
    if (email) await be(await context.newPage(), email);
    return await fn(context.request);
  } finally {
    await context.close();
  }
}

// furnish does it all on one server and gives the names.
export async function furnish(browser, server) {
  const known = { reader: `${consultation}/drafts/charter` };
  const by = async (email, fn) => Object.assign(known, await as(browser, server, email, (request) => fn(request, server, known)));
  await by('', stranger);
  await by(people.organiser, organiser);
  await by(people.participant, participant);
  await by(people.drafter, drafter);
  await by(people.drafter, preparing);
  await lengthen(server);
  await server.travaux('consultation', 'add', '--slug', 'empty', '--title', 'Nothing yet', '--language', 'en');
  await by('', interested);
  await by(people.admin, inviting);
  await by(people.reviewer, reviewing);
  return known;
}

// preparing has a signature be cleared for one organisation, and be signed by the officer of another.
async function preparing(request, server) {
  const prepare = async (slug, more) => {
    const at = `${consultation}/sign/${slug}/prepare`;
    const page = await (await request.get(at)).text();
    const hidden = Object.fromEntries([...page.matchAll(/<input type="hidden" name="(draft|version|language|sha256|terms_version|notice_version)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]));
    await send(request, at, { ...hidden, officer_name: 'Amara Quillfeather', officer_title: 'Chair', authority_statement: 'The board decided.', ...more });
  };
  await prepare('assembly-of-open-builders', { officer_email: 'chair@example.org', 'clearers.0.name': 'Kito Inkstone', 'clearers.0.email': 'clears@example.org' });
  await server.travaux('organisation', 'add', '--slug', 'isle', '--name', 'Republic of the Isle', '--country', 'KE', '--stakeholder-type', 'government', '--mandate', people.drafter);
  await prepare('isle', { officer_email: 'minister@example.org', reservation: 'As far as our budget law allows.' });
  return {
    toClear: path(await linkTo(server.data, 'clears@example.org', '/signing/')), bySigning: path(await linkTo(server.data, 'minister@example.org', '/signing/')),
  };
}

// interested is an organisation that expresses interest: one that confirms its address, and one that has not yet.
async function interested(request, server) {
  const wish = { country: 'KE', stakeholder_type: 'government', contact_name: 'Amani Quayside', motivation: 'We look after the quay.\nAnd the boats.', outcome_area: 'capacity' };
  const say = (more) => send(request, '/c/empty/interest', { ...wish, ...more });
  await say({ organisation_name: 'Quay Ministry', contact_email: 'quay@example.org' });
  const interest = path(await send(request, '/interests', { token: path(await linkTo(server.data, 'quay@example.org', '/interests/')).split('/').pop() }));
  await say({ organisation_name: 'Boat Guild', contact_email: 'boats@example.org' });
  return { interest, interestToConfirm: path(await linkTo(server.data, 'boats@example.org', '/interests/')) };
}

// inviting is an administrator who invites it, and an organiser's page of another.
async function inviting(request, server, { interest }) {
  await send(request, `/c/empty/manage/interests/${interest.split('/').pop()}/invite`, {});
  return {
    toSign: path(await linkTo(server.data, 'quay@example.org', '/interests/invitation/')),
    interested: `${consultation}/manage/interests/${await first(request, `${consultation}/manage/interests?state=received`, /manage\/interests\/([0-9a-f-]{36})"/)}`,
    pledgeWaits: `${consultation}/manage/pledges/${await first(request, `${consultation}/manage/pledges`, /manage\/pledges\/([0-9a-f-]{36})"/)}`,
    pledgeAmended: `${consultation}/manage/pledges/${await first(request, `${consultation}/manage/pledges`, /manage\/pledges\/([0-9a-f-]{36})"[^>]*><bdi lang="fr"/)}`,
  };
}

// reviewing are a pledge that can be graded, and one whose grade waits for the participant's answer.
async function reviewing(request) {
  const at = `${consultation}/manage/grading`;
  return {
    toGrade: `${consultation}/pledges/${await first(request, at, /pledges\/([0-9a-f-]{36})\/grade"/)}`,
    graded: `${consultation}/pledges/${await first(request, `${at}?show=waiting`, /pledges\/([0-9a-f-]{36})"/)}`,
    toldOf: `${consultation}/pledges/${await first(request, `${consultation}/pledges?due=overdue`, /pledges\/([0-9a-f-]{36})"/)}`,
  };
}

// stranger is somebody without an account, who comments, reports, and asks for a link.
async function stranger(request, server) {
  const say = async (more) => path(await send(request, `${consultation}/comments`, comment('charter', more)));
  const receipt = await say({ author_email: 'stranger@example.org' });
  const taken = await say({ body: 'A comment without an address waits for a moderator.' });
  const named = await first(request, `${consultation}/comments?stakeholder=government`, /comments\/(C-\d{6,})"/);
  await send(request, `${consultation}/comments/${named}/report`, { body: 'I am the one whom it names, and I wrote no such thing.', email: `somebody-with-a-very-long-address.${'x'.repeat(24)}@example.org` });
  await request.post('/sign-in', { form: { email: people.organiser } });
  return {
    receipt, taken, named, confirm: path(await linkTo(server.data, 'stranger@example.org', '/confirm/')),
    disown: path(await linkTo(server.data, 'stranger@example.org', '/disown/')), link: path(await linkTo(server.data, people.organiser, '/sign-in/')),
  };
}

// organiser brings in a text, begins a translation of it and invites somebody.
async function organiser(request, server, { reader }) {
  const imported = await request.post(`${consultation}/manage/import`, {
    multipart: { draft: '', slug: 'not-yet-public', title: 'Not yet public', language: 'en', format: 'markdown', content: '# Not yet public\n\n## Article 1 Words\n\n1. These words are not published.\n2. Nor are these.\n' },
  });
  if (!imported.ok()) throw new Error(`the import answered ${imported.status()}`);
  await send(request, `${new URL(imported.url()).pathname}/keep`, { revision: '0' });
  await send(request, `${consultation}/drafts/not-yet-public/translations/fr`, { of: '0' });
  await send(request, `${consultation}/manage/invite`, { email: 'invited@example.org', name: 'Somebody invited', role: 'drafter', regions: '014', language: 'en' });
  return {
    ...await returns(request), ...await edits(request), ...await bring(request, reader),
    wid: await first(request, reader, /data-wid="([^"]+)"/), said: await first(request, reader, /class="many"[^>]*href="[^"]*\?on=([^"#&]+)/),
    signed: `${consultation}/signatures/${await first(request, `${consultation}/signatures`, /signatures\/([0-9a-f-]{36})"/)}`,
    answered: await first(request, `${consultation}/comments?outcome=accepted`, /comments\/(C-\d{6,})"/),
    open: await first(request, `${consultation}/comments?outcome=open`, /comments\/(C-\d{6,})"/),
    event: await first(request, `${consultation}/events`, /\/events\/([a-z0-9-]+)"/),
    role: await first(request, `${consultation}/manage/people`, /manage\/people\/([^"?/]+)\?role=/),
    invitation: path(await linkTo(server.data, 'invited@example.org', '/invitations/')),
  };
}

// bring brings the published text back as the Word file it goes out as, and keeps it not.
async function bring(request, reader) {
  const file = await request.get(`${reader}/v/2/download/docx`);
  const brought = await request.post(`${consultation}/manage/import`, {
    multipart: { draft: 'charter', language: 'en', format: 'markdown', file: { name: 'charter.docx', mimeType: 'application/octet-stream', buffer: await file.body() } },
  });
  if (!brought.ok()) throw new Error(`the import answered ${brought.status()}`);
  return { brought: new URL(brought.url()).pathname };
}

// returns has the working version go out as a Word file and come back.
async function returns(request) {
  const working = `${consultation}/drafts/not-yet-public/working`;
  const file = await request.get(`${working}/download/docx`);
  const came = await request.post(`${working}/word`, {
    multipart: { file: { name: 'charter.docx', mimeType: 'application/octet-stream', buffer: await file.body() } },
  });
  if (!came.ok()) throw new Error(`the Word file that came back answered ${came.status()}`);
  return { came: new URL(came.url()).pathname };
}

// edits changes the working version, so that it has a history.
async function edits(request) {
  const working = `${consultation}/drafts/not-yet-public/working`;
  const edited = await first(request, working, /working\/edit\/([^"?]*par-1)"/);
  const act = (more) => send(request, `${working}/act`, more);
  await send(request, `${working}/edit/${edited}`, { kind: 'paragraph', number: '1', content: 'These words are not *yet* published.', seq: '0', base: '' });
  const added = new URL(await send(request, `${working}/add`, { kind: 'article', heading: 'Added', content: 'It came later. It says two things.', place: '' })).hash.slice(1);
  const seq = await first(request, working, new RegExp(`name="wid" value="${added}"><input type="hidden" name="seq" value="(\\d+)"`));
  await act({ act: 'shift', wid: added, direction: 'down', seq });
  await act({ act: 'renumber' });
  await act({ act: 'title', heading: 'Not public yet', was: 'Not yet public' });
  for (const form of [{ wid: edited, body: 'Ask the legal service.\nTwice.', exact: 'published' }, { body: 'Of the whole text.' }]) await send(request, working.replace(/working$/, 'notes'), form);
  return { edited };
}

// participant comments, speaks for an organisation, and adds another.
async function participant(request) {
  const own = path(await send(request, `${consultation}/comments`, comment('charter', { body: 'Who will pay for the second year?' })));
  const added = await send(request, '/organisations', { name: 'Confederation of Municipal Interoperability Laboratories', language: 'en', stakeholder_type: 'government', country: 'KE', title: 'Secretary' });
  return { own, organisation: path(added).startsWith('/organisations/') ? path(added) : '/organisations/confederation-of-municipal-interoperability-laboratories' };
}

// drafter answers the participant, who is told by mail, and begins a pledge.
async function drafter(request, server, { own, reader }) {
  const ref = await first(request, own, /(C-\d{6,})/);
  await send(request, `${consultation}/comments/${ref}/answer`, { outcome: 'not_accepted', reason: 'The budget says so in its second part.' });
  const pledge = path(await send(request, `${consultation}/pledge/assembly-of-open-builders`, { title: 'Raise awareness', due_on: 'in two years', amount: '250', currency: '$' }));
  return { pledge, lost: await first(request, `${reader}/v/2/placements`, /[?&;]one=(C-\d{6,})"/), unsubscribe: path(await linkTo(server.data, people.participant, '/unsubscribe/')) };
}
