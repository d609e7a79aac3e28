// Every page, in a language that runs left to right and one that runs right to left, light and dark, with
// JavaScript on a desk and without it on a phone: axe-core finds nothing, and neither do the checks that axe-core
// does not make.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import { be, keep, watch } from '../lib/browser.mjs';
import * as check from '../lib/inpage.mjs';
import { furnish } from '../lib/furnish.mjs';
import { people } from '../lib/people.mjs';
import { places } from '../lib/places.mjs';
import { acts } from './acts.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const most = 100_000; // bytes of the first view of a public page, as they are transferred
const wide = { width: 1280, height: 900 };
const narrow = { width: 320, height: 700 };
const phone = { viewport: narrow, hasTouch: true, isMobile: true };

// pages checks all of them on one server.
export function pages(world) {
  describe('pages', () => {
    const known = {};
    before(async () => Object.assign(known, await furnish(world.browser, world.server)));
    describe('one by one, two at a time', { concurrency: 2 }, () => {
      for (const lang of ['en', 'ar']) {
        for (const javaScriptEnabled of [true, false]) {
          describe(`in ${lang} ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, { concurrency: 1 }, () => {
            const opened = openAll(world, { locale: lang, reducedMotion: 'reduce', ...(javaScriptEnabled ? { viewport: wide } : phone) });
            after(opened.close);
            for (const name of names) {
              it(name, { timeout: 60_000 }, async (t) => {
                const place = places(known).find((p) => p.name === name);
                await look(t, await opened.by(place.as), place, { lang, javaScriptEnabled });
              });
            }
          });
        }
      }
    });
    acts(world, known); // last: they change what was looked at
  });
}

const names = places({}).map((p) => p.name);

// openAll opens a browser for each person when it is first needed.
function openAll(world, options) {
  const all = {};
  const open = async (as) => {
    const baseURL = world.server.url;
    const context = await world.browser.newContext({ baseURL, ...options });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    if (as) await be(page, people[as]);
    const wire = await context.newCDPSession(page);
    await wire.send('Network.enable');
    await wire.send('Network.setCacheDisabled', { cacheDisabled: true });
    // axe-core itself needs timers: scripts are off while a page comes and on again once it is there, when those
    // that it names are not run any more.
    const scripts = (on) => wire.send('Emulation.setScriptExecutionDisabled', { value: !on });
    return { page, wire, watched: watch(page, baseURL), scripts };
  };
  return {
    by: (as) => { all[as] ??= open(as); return all[as]; },
    close: async () => { for (const one of Object.values(all)) await (await one).page.context().close(); },
  };
}

// look goes to a page and tells everything that is wrong with it at once.
async function look(t, { page, wire, watched, scripts }, place, { lang, javaScriptEnabled }) {
  const found = [];
  const add = (where, list) => found.push(...list.map((words) => `${where}: ${words}`));
  watched.problems.length = 0;
  try {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(javaScriptEnabled ? wide : narrow);
    await scripts(javaScriptEnabled);
    const weight = await arrive(page, wire, place);
    await scripts(true);
    if (!place.as && !place.act && weight > most) found.push(`the first view has ${weight} bytes`);
    if (!place.act) add('keyboard', await skip(page));
    add('frame', await page.evaluate(check.frame, { lang, dir: lang === 'ar' ? 'rtl' : 'ltr' }));
    await unfold(page);
    add('axe', await axeFinds(page, { type: 'tag', values: rules }));
    add('borders', await page.evaluate(check.borders));
    add('targets', await page.evaluate(check.targets));
    await page.emulateMedia({ colorScheme: 'dark' });
    add('axe, dark', await axeFinds(page, { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }));
    add('borders, dark', await page.evaluate(check.borders));
    if (javaScriptEnabled) await page.setViewportSize(narrow);
    add('narrow', await page.evaluate(check.sideways, narrow.width));
    if (javaScriptEnabled) { // without it there is nothing that is not there with it
      add('narrow targets', await page.evaluate(check.targets));
      await dock(page);
      await page.keyboard.press('Tab'); // from here on the browser shows the focus
      add('focus', await page.evaluate(check.focus));
    }
    add('browser', watched.problems);
  } catch (error) {
    await keep(t, page);
    throw error;
  }
  if (found.length) await keep(t, page);
  assert.deepEqual(found, []);
}

// arrive opens the page and gives what came over the wire, compressed and with its headers.
async function arrive(page, wire, place) {
  let bytes = 0;
  const add = (event) => { bytes += event.encodedDataLength; };
  wire.on('Network.loadingFinished', add);
  const response = await page.goto(place.path, { waitUntil: 'load' });
  wire.off('Network.loadingFinished', add);
  assert.equal(response.status(), place.status ?? 200);
  if (place.act) await place.act(page);
  return bytes;
}

// skip uses the skip link with the keyboard.
async function skip(page) {
  await page.keyboard.press('Tab');
  const seen = await page.evaluate(() => {
    const link = document.activeElement;
    const box = link.getBoundingClientRect();
    return link.matches('a.skip') && box.top >= 0 && box.height >= 24;
  });
  if (!seen) return ['the first stop is not a visible skip link'];
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const led = await page.evaluate(() => !document.activeElement.closest('header, .demo, .bar'));
  await page.evaluate(() => { document.activeElement.blur(); scrollTo(0, 0); });
  return led ? [] : ['the skip link does not lead past the frame'];
}

// unfold opens what is folded, so that it is checked too; not the menus, which lie over other things. The dock is let
// go: it lies over other things as well, but scrolling brings those out.
const unfold = (page) => page.evaluate(() => {
  for (const folded of document.querySelectorAll('main details')) folded.open = true;
  document.querySelector('.dock')?.style.setProperty('position', 'static');
});

// dock lets it stick again.
const dock = (page) => page.evaluate(() => document.querySelector('.dock')?.style.removeProperty('position'));

// axeFinds runs axe-core and tells its violations shortly.
async function axeFinds(page, runOnly) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  const violations = await page.evaluate(async (options) => {
    const results = await globalThis.axe.run(document, options);
    return results.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 160)} ${n.any.concat(n.all)[0]?.message ?? ''}`));
  }, { runOnly, resultTypes: ['violations'], preload: false });
  return violations;
}
