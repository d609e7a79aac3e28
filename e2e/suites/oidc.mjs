// Signing in with a provider of identities, without JavaScript on our pages: the first time, the second time, and not at all.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { follow, keep } from '../lib/browser.mjs';
import { linkTo } from '../lib/mail.mjs';
import { provider } from '../lib/provider.mjs';
import { start } from '../lib/server.mjs';

export function identities(world) {
  describe('identities', () => {
    const here = {};
    before(async () => {
      here.idp = await provider();
      here.server = await start(world.binary, 'sqlite', here.idp.settings);
      here.idp.open(here.server.url);
    });
    after(async () => {
      await here.server?.stop();
      await here.idp?.close();
    });

    it('the first time a mailed link proves the address, the second time it is the same person', { timeout: 90_000 }, async (t) => {
      await alone(t, world, here, async (page) => {
        await go(page);
        await signInThere(page, 'wren');
        assert.equal(new URL(page.url()).pathname, '/sign-in/address/sent');
        await page.goto(await linkTo(here.server.data, 'wren@example.net'));
        await follow(page, page.locator('main form .btn'));
        assert.equal(await address(page), 'wren@example.net');
        await page.goto('/account/identities');
        assert.ok((await page.locator('main .cards').innerText()).includes('Commons Ministry'));
      });
      await alone(t, world, here, async (page) => {
        await go(page);
        await signInThere(page, 'wren');
        assert.equal(await address(page), 'wren@example.net');
      });
    });

    it('who stops at the provider comes back to the other ways', { timeout: 60_000 }, (t) => alone(t, world, here, async (page) => {
      await go(page);
      await follow(page, page.locator('a[href$="/abort"]'));
      const url = new URL(page.url());
      assert.equal(url.origin + url.pathname, `${here.server.url}/sign-in`);
      assert.ok(await page.locator('.flash').isVisible());
      assert.ok(await page.locator('main form[action="/sign-in"] .btn').isVisible());
    }));
  });
}

// alone gives the function a page in a browser of its own, which reaches the two servers and nothing else.
async function alone(t, world, here, fn) {
  const context = await world.browser.newContext({ baseURL: here.server.url, locale: 'en', javaScriptEnabled: false });
  context.setDefaultTimeout(15_000);
  await context.route((url) => ![here.server.url, here.idp.issuer].includes(url.origin), (route) => route.abort());
  const page = await context.newPage();
  try {
    await fn(page);
  } catch (error) {
    await keep(t, page);
    throw error;
  } finally {
    await context.close();
  }
}

// go leaves for the provider by the links of our pages.
async function go(page) {
  await page.goto('/sign-in?return_to=%2Faccount');
  await follow(page, page.locator('main a[href^="/sign-in/with/local"]'));
  await follow(page, page.locator('main a.btn'));
}

async function signInThere(page, name) {
  await page.fill('input[name="login"]', name);
  await page.fill('input[name="password"]', 'anything');
  await follow(page, page.locator('button[type="submit"]'));
  if (page.url().includes('/interaction/')) await follow(page, page.locator('button[type="submit"]')); // it asks what may be told
}

async function address(page) {
  assert.equal(new URL(page.url()).pathname, '/account');
  return (await page.locator('main dl dd').first().innerText()).trim();
}
