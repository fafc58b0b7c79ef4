// A page behind a proxy that lets no WebSocket through plays by long polling.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { closeBrowser, openPage } from './browser.mjs';
import { Server, waitFor } from './server.mjs';

let server;
before(async () => {
  server = await Server.start();
});
after(async () => {
  await closeBrowser();
  await server.stop();
});

const proxies = {
  'refuses a WebSocket': (page) =>
    page.addInitScript(() => {
      const Real = window.WebSocket;
      window.WebSocket = function (url, protocols) {
        return new Real(url.replace('/socket.io/', '/nothing-here/'), protocols);
      };
    }),
  'accepts a WebSocket and passes nothing on': (page) => page.routeWebSocket(/./, () => {}),
  'accepts a WebSocket and closes it': (page) => page.routeWebSocket(/./, (socket) => socket.close()),
};

for (const [does, install] of Object.entries(proxies)) {
  test(`Behind a proxy that ${does} the page has its number by long polling`, async () => {
    const page = await openPage(server);
    await install(page);
    let polls = 0;
    page.on('request', (request) => {
      if (request.url().includes('transport=polling')) polls++;
    });
    await page.goto('/playground?device_id=Maze');
    await waitFor(async () => /-?\d+ · Recess/.test(await page.title()), 'a number', 30_000);
    assert.ok(polls > 0);
    await page.context().close();
  });
}
