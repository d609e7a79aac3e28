// Opens Debian's Chromium and watches what its pages do; what a failed test saw is kept in e2e/out.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { out } from './server.mjs';

const flags = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

export const launch = () => chromium.launch({ executablePath: '/usr/bin/chromium', args: flags });

// patience is how long a condition may take to come true before a test fails, in milliseconds.
const patience = 15_000;

// visit gives the function a page in a browser of its own and fails the test afterwards if a page of it asked
// another host for something, or logged an error.
export async function visit(t, browser, options, fn) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(patience);
  await context.tracing.start({ snapshots: true, screenshots: true });
  const page = await context.newPage();
  const watched = watch(page, options.baseURL);
  try {
    await fn(page);
    watched.check();
    await context.tracing.stop();
  } catch (error) {
    await keep(t, page);
    await context.tracing.stop({ path: join(out, `${fileName(t)}.zip`) });
    throw error;
  } finally {
    await context.close();
  }
}

// keep saves what is to be seen.
export async function keep(t, page) {
  await mkdir(out, { recursive: true });
  await page.screenshot({ path: join(out, `${fileName(t)}.png`), fullPage: true }).catch(() => {}); // it may be gone
}

const fileName = (t) => (t.fullName ?? t.name).replace(/[^\p{L}\p{N}]+/gu, '-');

// watch notes requests to other hosts, errors in the console and exceptions.
export function watch(page, baseURL) {
  const home = new URL(baseURL).host;
  const problems = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.host !== home) problems.push(`asked ${url.host} for ${url.pathname}`);
  });
  page.on('pageerror', (error) => problems.push(`threw ${error.message}`));
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    const own = message.location().url === page.url() && /status of 4\d\d/.test(message.text()); // the page is an error page
    if (!own) problems.push(`logged ${message.text()} (${message.location().url})`);
  });
  return {
    problems,
    check() {
      if (problems.length) throw new Error(`the browser saw problems:\n${problems.join('\n')}`);
    },
  };
}

// be signs the browser in as one of the example's people.
export async function be(page, email) {
  await page.goto('/demo');
  await page.locator(`form:has(input[name="email"][value="${email}"]) button`).click();
  await page.waitForURL(/\/c\//);
}

// follow presses something and waits for the page it leads to; gives that page's answer.
export async function follow(page, locator) {
  const [response] = await Promise.all([page.waitForNavigation(), locator.click()]);
  return response;
}
