// What people see of a play when its server is killed or stopped, and started again: the play is over, the page says so and
// why, and offers to play again. No page is left with a stage that nobody serves. With RECESS_SCREENSHOTS=DIR it is kept as
// pictures.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { closeBrowser, openPage } from './browser.mjs';
import { makeStateDirectory, Server, waitFor } from './server.mjs';

const shots = process.env.RECESS_SCREENSHOTS;
const shot = async (page, name) => {
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`) });
};

let state;
let server;
before(async () => {
  state = makeStateDirectory();
  server = await Server.start({ state });
});
after(async () => {
  await closeBrowser();
  await server.stop();
});

const playId = (page) => new URL(page.url()).searchParams.get('device_id');
const infoOf = async (page, play) => (await page.request.get(`/api/v1/plays/${play}`)).json();

async function waitForDrawing(page) {
  await page.locator('canvas').first().waitFor();
  await waitFor(
    () =>
      page.evaluate(() => {
        const canvas = document.querySelector('canvas');
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        const seen = new Set();
        for (let i = 0; i < data.length; i += 404) seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
        return seen.size > 2;
      }),
    'the game to draw',
    20_000,
  );
}

// Somebody without an account is asked once whether to play so.
async function arriveAtPlay(page) {
  await page.waitForURL(/request_player_login|\/playground\?device_id=game-/);
  if (page.url().includes('request_player_login')) await page.locator('a[href^="/anonym"]').click();
  await page.waitForURL(/\/playground\?device_id=game-\d{19}/, { timeout: 20_000 });
  await waitForDrawing(page);
}

const problemsOf = (page) => page.problems.filter((text) => !/ERR_|Failed to load resource|WebSocket connection/.test(text));

for (const [how, end] of [
  ['killed', (old) => old.killHard()],
  ['stopped', (old) => old.stop()],
]) {
  test(`A play whose server is ${how} and started again has ended, says so, and can be played again`, async () => {
    const player = await openPage(server);
    await player.goto('/');
    await player.getByRole('button', { name: 'Play Catch' }).click();
    await arriveAtPlay(player);
    const play = playId(player);
    const onlooker = await openPage(server, { as: 'desktop' });
    await onlooker.goto(`/playground?device_id=${play}`);
    await waitForDrawing(onlooker);
    await waitFor(async () => (await infoOf(player, play)).devices === 3, 'player, onlooker and program');
    // Whoever plays on has a seat that is on disk, as after minutes of playing.
    await new Promise((done) => setTimeout(done, 5500));

    const port = Number(new URL(server.url).port);
    await end(server);
    // A server that is stopped says so first; one that is killed is missed.
    const missed = how === 'killed' ? 'Connection lost. Trying again …' : 'Server restarted';
    await player.getByText(missed).waitFor();
    await shot(player, `${how}-1-while-it-is-away`);
    server = await Server.start({ state, port });
    for (const [page, who] of [[player, 'player'], [onlooker, 'onlooker']]) {
      const dialog = page.getByRole('dialog', { name: 'Catch' });
      await dialog.getByText('Server restarted').waitFor({ timeout: 20_000 });
      await dialog.getByRole('link', { name: 'Play again' }).waitFor();
      await shot(page, `${how}-2-${who}`);
      assert.equal(await page.getByRole('dialog').count(), 1);
      assert.deepEqual(problemsOf(page), []);
    }
    const info = await infoOf(player, play);
    assert.deepEqual([info.state, info.reason], ['ended', 'server_restarted']);

    // The address of the play, loaded only now: from a bookmark, or by a phone that slept through it.
    await onlooker.reload();
    await onlooker.getByText('Server restarted').waitFor();
    await shot(onlooker, `${how}-3-loaded-later`);

    await player.getByRole('link', { name: 'Play again' }).click();
    await arriveAtPlay(player);
    assert.notEqual(playId(player), play);
    await shot(player, `${how}-4-played-again`);
    assert.deepEqual(problemsOf(player), []);
    await player.context().close();
    await onlooker.context().close();
  });
}
