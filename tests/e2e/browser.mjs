// Real Chromium through Playwright, as a phone or a desktop.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

let browser;

export async function openBrowser() {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
  if (!executablePath) throw new Error('Chromium is missing: apt-get install chromium');
  browser ??= await chromium.launch({
    executablePath,
    args: [
      // Chromium refuses its own sandbox to root, which CI is.
      ...(process.getuid() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--enable-unsafe-swiftshader', // WebGL without a graphics card
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
  return browser;
}

export async function closeBrowser() {
  await browser?.close();
  browser = undefined;
}

const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, locale: 'en-US' };
const desktop = { viewport: { width: 1280, height: 800 }, locale: 'en-US' };

// A page in a profile of its own. Errors on the page fail the test that asks for `page.problems`.
export async function openPage(server, { as = 'phone', options = {} } = {}) {
  const context = await (await openBrowser()).newContext({
    baseURL: server.url,
    ...(as === 'phone' ? phone : desktop),
    ...options,
  });
  const page = await context.newPage();
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') page.problems.push(message.text());
  });
  return page;
}
