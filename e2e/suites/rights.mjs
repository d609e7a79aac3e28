// What people may ask for about themselves: to disown by a link without an account, to see their data, to have
// everything about them erased.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { follow, visit } from '../lib/browser.mjs';
import { linkTo } from '../lib/mail.mjs';
import { comment, consultation } from '../lib/places.mjs';

const path = (url) => { const u = new URL(url); return u.pathname + u.search; };
const press = (page) => follow(page, page.locator('main form button.btn'));
const shown = (page, text) => page.locator('main').innerText().then((all) => assert.ok(all.includes(text), `${text} is not in ${all}`));

export function rights(world) {
  describe('rights', () => {
    for (const [locale, javaScriptEnabled] of [['en', true], ['ar', false]]) {
      const how = `in ${locale}, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`;
      const options = () => ({ baseURL: world.server.url, locale, javaScriptEnabled });
      const name = `Quillfeather ${locale}`;
      it(`a comment in a stolen name is disowned by the mailed link, ${how}`, { timeout: 60_000 }, (t) => visit(t, world.browser, options(), async (page) => {
        const address = `stolen-${locale}@example.org`;
        await say(page, address, name);
        const disown = path(await linkTo(world.server.data, address, '/disown/'));
        await page.goto(path(await linkTo(world.server.data, address, '/confirm/')));
        await press(page);
        const own = await page.locator('main a[href*="/comments/C-"]').first().getAttribute('href');
        await page.goto(own);
        await shown(page, name);
        await page.goto(disown); // looking does nothing
        await page.goto(own);
        await shown(page, name);
        await page.goto(disown);
        await press(page);
        await page.goto(own);
        assert.ok(!(await page.content()).includes(name));
      }));
      it(`somebody sees what is kept about them and has it erased, ${how}`, { timeout: 60_000 }, (t) => visit(t, world.browser, options(), async (page) => {
        const address = `leaver-${locale}@example.org`;
        await say(page, address, name);
        await page.goto(path(await linkTo(world.server.data, address, '/confirm/')));
        await press(page);
        await page.goto('/sign-in');
        await page.fill('main [name="email"]', address);
        await follow(page, page.locator('main form[action="/sign-in"] button.btn'));
        await page.goto(path(await linkTo(world.server.data, address, '/sign-in/')));
        await press(page);
        await page.goto('/account/data');
        await shown(page, address);
        await shown(page, 'C-');
        await follow(page, page.locator('main a[href="/account/erase"]').first());
        await press(page);
        assert.ok(await page.locator('.summary a').isVisible()); // a choice is asked for
        await page.check('[name="comments"][value="erase"]');
        await press(page);
        await shown(page, address); // to be checked
        await press(page);
        assert.ok(await page.locator('.flash').isVisible());
        await page.goto('/account');
        assert.ok(page.url().includes('/sign-in'));
      }));
    }
  });
}

// say sends a comment in somebody's name.
async function say(page, address, name) {
  const more = { author_email: address, author_name: name, publish_name: 'true', body: 'In whose name is this?' };
  const sent = await page.context().request.post(`${consultation}/comments`, { form: comment('charter', more) });
  assert.ok(sent.ok(), `the comment was answered with ${sent.status()}`);
}
