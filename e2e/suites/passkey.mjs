// Passkeys with Chromium's own virtual authenticator: made, used to sign in and as a fresh proof, renamed, removed.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { be, follow, visit } from '../lib/browser.mjs';
import { people } from '../lib/places.mjs';

// authenticator gives the page a device that knows its person.
async function authenticator(page) {
  const wire = await page.context().newCDPSession(page);
  await wire.send('WebAuthn.enable');
  const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
  const { authenticatorId } = await wire.send('WebAuthn.addVirtualAuthenticator', { options });
  return {
    count: async () => (await wire.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
    refuse: (enabled) => wire.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: !enabled }),
    forget: () => wire.send('WebAuthn.clearCredentials', { authenticatorId }),
  };
}

const make = (page) => page.locator('form[data-passkey="create"] button');
const use = (page) => page.locator('form[data-passkey="get"] button');

export function passkeys(world) {
  describe('passkeys', () => {
    it('make, sign out, sign in, rename, remove', { timeout: 90_000 }, (t) => visit(t, world.browser, { baseURL: named(world.server.url), locale: 'en' }, async (page) => {
      const device = await authenticator(page);
      await be(page, people.drafter);
      await page.goto('/account');
      await follow(page, page.locator('main a[href="/account/passkeys"]'));
      await page.fill('[name="name"]', 'Laptop');
      await follow(page, make(page));
      assert.ok(await page.locator('.flash').isVisible());
      assert.equal(await device.count(), 1);
      await follow(page, page.locator('form[action="/sign-out"] button'));
      await page.goto('/sign-in?return_to=%2Faccount%2Fpasskeys');
      await follow(page, use(page));
      assert.equal(new URL(page.url()).pathname, '/account/passkeys');
      await follow(page, page.locator('main .cards a', { hasText: 'Laptop' }));
      await page.fill('[name="name"]', 'Old laptop');
      await follow(page, page.locator('main form .btn').first());
      await follow(page, page.locator('main .cards a', { hasText: 'Old laptop' }));
      await follow(page, page.locator('form[action$="/remove"] button'));
      assert.equal(await page.locator('main .cards li').count(), 0);
      await follow(page, page.locator('form[action="/sign-out"] button'));
      await page.goto('/sign-in');
      const refused = await follow(page, use(page)); // the device has it still, the site does not
      assert.equal(refused.status(), 403);
      await device.forget();
    }));

    it('is a fresh proof of who one is', { timeout: 60_000 }, (t) => visit(t, world.browser, { baseURL: named(world.server.url), locale: 'en' }, async (page) => {
      await authenticator(page);
      await be(page, people.moderator);
      await page.goto('/account/passkeys');
      await follow(page, make(page));
      await page.goto('/account/step-up?return_to=%2Faccount%2Fpasskeys');
      await follow(page, use(page));
      assert.equal(new URL(page.url()).pathname, '/account/passkeys');
    }));

    it('offers no button where there is no JavaScript, and says why', { timeout: 30_000 }, (t) => visit(t, world.browser, { baseURL: world.server.url, javaScriptEnabled: false, locale: 'en' }, async (page) => {
      await page.goto('/sign-in');
      assert.equal(await use(page).isVisible(), false);
      assert.ok(await page.locator('form[action="/sign-in"] button').isVisible());
      await be(page, people.drafter);
      await page.goto('/account/passkeys');
      assert.equal(await make(page).isVisible(), false);
      assert.ok(await page.locator('[data-unless-passkey]').isVisible());
    }));
  });
}

// named is the server by its name: browsers bind no passkey to a number.
const named = (url) => url.replace('127.0.0.1', 'localhost');
