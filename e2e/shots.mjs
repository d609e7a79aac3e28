// Takes a picture of every page, for people to look at: node shots.mjs FOLDER [name of a page]. Not a test.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { be, launch } from './lib/browser.mjs';
import { furnish } from './lib/furnish.mjs';
import { people } from './lib/people.mjs';
import { places } from './lib/places.mjs';
import { build, start, temporary } from './lib/server.mjs';

const [folder = 'out/shots', only] = process.argv.slice(2);
const widths = [360, 768, 1280];
const languages = { en: 'Europe/London', ar: 'Africa/Cairo', zh: 'Asia/Shanghai' };

// shoot takes a page in both colour schemes and all widths.
async function shoot(page, place, lang) {
  await page.goto(place.path);
  if (place.act) await place.act(page);
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      const name = `${place.name.replace(/[^\p{L}\p{N}]+/gu, '-')}.${lang}.${width}.${colorScheme}.png`;
      const clip = { x: 0, y: 0, width, height: Math.min(2400, await page.evaluate(() => document.documentElement.scrollHeight)) };
      await page.screenshot({ path: join(folder, name), fullPage: true, clip });
    }
  }
}

// everything takes all pages in a language, each as the person who sees it.
async function everything(browser, server, known, lang) {
  const all = {};
  for (const place of places(known).filter((p) => !only || p.name === only)) {
    if (!all[place.as]) {
      const context = await browser.newContext({ baseURL: server.url, locale: lang, timezoneId: languages[lang], reducedMotion: 'reduce' });
      all[place.as] = await context.newPage();
      if (place.as) await be(all[place.as], people[place.as]);
    }
    await shoot(all[place.as], place, lang);
  }
  for (const page of Object.values(all)) await page.context().close();
}

const place = await temporary();
const browser = await launch();
const server = await start(await build(place.folder), 'sqlite');
try {
  await mkdir(folder, { recursive: true });
  const known = await furnish(browser, server);
  for (const lang of Object.keys(languages)) await everything(browser, server, known, lang);
} finally {
  await browser.close();
  await server.stop();
  await place.remove();
}
