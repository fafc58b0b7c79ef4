import { readdirSync, readFileSync } from 'node:fs';
import type { ComponentType } from 'preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Language, setLanguage } from '../i18n/index';
import type { PageData } from '../protocol/pages';
import Admin from './admin';
import ChooseLogin from './choose_login';
import Console from './console';
import Demo from './demo';
import ErrorPage from './error';
import FirstAdmin from './first_admin';
import GameForm from './game_form';
import Home from './home';
import IndexPage, { findGames } from './index_page';
import Login from './login';
import MapPage from './map';
import MostPlayed from './most_played';
import MyGames from './my_games';
import ReferencePage from './reference';
import { admin, anna, nobody, refusedUpdate, sampleGames, samples } from './samples';
import Scoreboard from './scoreboard';
import { all, leave, show } from './testing';
import Wait from './wait';

// biome-ignore lint/suspicious/noExplicitAny: each page takes its own data; the samples are typed where they are written.
const pages: Partial<Record<PageData['page'], ComponentType<{ shell: any }>>> = {
  home: Home,
  index: IndexPage,
  most_played: MostPlayed,
  scoreboard: Scoreboard,
  choose_login: ChooseLogin,
  login: Login,
  first_admin: FirstAdmin,
  game_form: GameForm,
  my_games: MyGames,
  console: Console,
  wait: Wait,
  admin: Admin,
  demo: Demo,
  map: MapPage,
  reference: ReferencePage,
  error: ErrorPage,
};

// What the server's own tests say it sends.
const goldenFolder = '../tests/golden/pages';
const golden = readdirSync(goldenFolder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => [name, JSON.parse(readFileSync(`${goldenFolder}/${name}`, 'utf8')) as PageData] as const);

const examples: [string, PageData][] = [
  ...Object.entries(samples),
  ['refused update', refusedUpdate],
  ...golden.map(([name, data]): [string, PageData] => [`golden ${name}`, data]),
].filter((example): example is [string, PageData] => (example[1] as PageData).page !== 'player');

beforeEach(() => {
  vi.stubGlobal('fetch', () => new Promise(() => {}));
  vi.stubGlobal(
    'EventSource',
    class {
      addEventListener() {}
      close() {}
    },
  );
});
afterEach(async () => {
  await leave();
  setLanguage('en');
  vi.unstubAllGlobals();
});

describe.each(['en', 'de'] as Language[])('In %s', (language) => {
  it.each(examples)('%s is drawn, with one heading, one main landmark and names for everything', async (_, shell) => {
    setLanguage(language);
    const Page = pages[shell.page];
    if (!Page) throw new Error(`no page ${shell.page}`);
    const page = await show(Page, shell);
    expect(all(page, 'h1').length).toBe(1);
    expect(all(page, 'main').length).toBe(1);
    expect(page.textContent).not.toMatch(/undefined|NaN|\[object|\{\w+\}/);
    expect(all(page, '[style]')).toEqual([]);
    for (const control of all<HTMLInputElement>(page, 'input:not([type=hidden]), select, textarea')) {
      const named = control.labels?.length || control.hasAttribute('aria-label') || control.closest('label');
      expect(named, control.outerHTML).toBeTruthy();
    }
    for (const button of all(page, 'button, a')) {
      expect(button.getAttribute('aria-label') ?? button.textContent?.trim(), button.outerHTML).toBeTruthy();
    }
    for (const image of all(page, 'img')) expect(image.hasAttribute('alt')).toBe(true);
    for (const drawing of all(page, 'svg')) expect(drawing.getAttribute('aria-hidden')).toBe('true');
    for (const table of all(page, 'table')) {
      expect(table.querySelector('caption')?.textContent).toBeTruthy();
      for (const heading of all(table, 'th')) expect(heading.getAttribute('scope')).toMatch(/col|row/);
    }
  });
});

describe('Every form that changes something', () => {
  it.each(examples)('of %s is a POST with the token', async (_, shell) => {
    const page = await show(pages[shell.page] as ComponentType<{ shell: PageData }>, shell);
    for (const form of all<HTMLFormElement>(page, 'form')) {
      expect(form.getAttribute('method')).toBe('post');
      expect(form.querySelector<HTMLInputElement>('input[name=csrf]')?.value).toBe(shell.viewer.csrf);
    }
  });
});

describe('The navigation', () => {
  const links = (page: Element) => all<HTMLAnchorElement>(page, 'nav a').map((link) => link.getAttribute('href'));

  it('offers a stranger to log in, and an upload only later', async () => {
    const page = await show(Home, { ...samples.home, viewer: nobody });
    expect(links(page)).toEqual(['/', '/index', '/most_played', '/login']);
    expect(page.querySelector<HTMLButtonElement>('nav button[disabled]')?.textContent).toBe('Upload');
  });

  it('offers the own games to a registered player', async () => {
    const page = await show(Home, { ...samples.home, viewer: anna });
    expect(links(page)).toEqual(['/', '/index', '/most_played', '/upload_game', '/user', '/logout']);
  });

  it('offers the admin page to admins alone', async () => {
    const page = await show(Home, { ...samples.home, viewer: admin });
    expect(links(page)).toContain('/admin');
  });

  it('says which page this is', async () => {
    const page = await show(IndexPage, samples.index);
    expect(page.querySelector('nav [aria-current=page]')?.getAttribute('href')).toBe('/index');
    expect(document.title).toBe('All games · Recess');
  });
});

describe('Game cards', () => {
  it('start a play by a form and never by a link', async () => {
    const page = await show(Home, samples.home);
    expect(all(page, 'form[action="/game/7"]').length).toBe(1);
    expect(all(page, 'a[href^="/game/"], a[href^="/anonym"]')).toEqual([]);
  });

  it('show names of games and authors as text, whatever they hold', async () => {
    const page = await show(Home, samples.home);
    expect(page.textContent).toContain('<script>alert(1)</script>');
    expect(all(page, 'script, h2 b')).toEqual([]);
  });

  it('of a game without a version cannot be played', async () => {
    const page = await show(Home, { ...samples.home, data: { ...samples.home.data, games: sampleGames.slice(3, 4) } });
    expect(all(page, 'form')).toEqual([]);
    expect(page.querySelector<HTMLButtonElement>('article button')?.disabled).toBe(true);
  });

  it('say in words what the badges mean', async () => {
    const page = await show(Home, samples.home);
    const badges = all(page, 'article:first-child ul li').slice(0, 2);
    expect(badges.map((badge) => badge.textContent)).toEqual([
      'ATilt: uses the acceleration sensor',
      'KKeys: uses keyboard or buttons',
    ]);
  });

  it('are found by every word of a query', () => {
    expect(findGames(sampleGames, 'SEA anna').map((game) => game.id)).toEqual([7]);
    expect(findGames(sampleGames, '  ').length).toBe(sampleGames.length);
    expect(findGames(sampleGames, 'émile')).toHaveLength(1);
  });

  it('say why nothing can be played on a machine without a sandbox', async () => {
    const sandbox = { level: 0, summary: 'no user namespaces' };
    const page = await show(Home, { ...samples.home, data: { ...samples.home.data, sandbox } });
    expect(page.querySelector('[role=alert]')?.textContent).toContain('no user namespaces');
  });
});

describe('The scoreboard', () => {
  it('marks the first row and the own rows', async () => {
    const page = await show(Scoreboard, samples.scoreboard);
    const rows = all(page, 'table:first-of-type tbody tr');
    expect(rows[0]?.className).toContain('first');
    expect(rows[1]?.textContent).toContain('you');
    expect(rows[1]?.className).toContain('own');
  });

  it('is bare and short in the hall', async () => {
    const data = { ...samples.scoreboard.data, compact: true, no_nav: true, can_edit: false };
    const page = await show(Scoreboard, { ...samples.scoreboard, data });
    expect(all(page, 'nav, form, input, button')).toEqual([]);
    expect(page.textContent).not.toContain('3.8');
  });

  it('keeps compact and no_nav apart', async () => {
    const data = { ...samples.scoreboard.data, compact: true };
    expect(all(await show(Scoreboard, { ...samples.scoreboard, data }), 'nav')).toHaveLength(1);
    const bare = { ...samples.scoreboard.data, no_nav: true };
    const page = await show(Scoreboard, { ...samples.scoreboard, data: bare });
    expect(all(page, 'nav')).toHaveLength(0);
    expect(all(page, 'input[type=radio]')).toHaveLength(5);
  });

  it('lets nobody vote who has not played', async () => {
    const data = { ...samples.scoreboard.data, can_rate: false };
    const page = await show(Scoreboard, { ...samples.scoreboard, data });
    expect(page.querySelector('fieldset')?.disabled).toBe(true);
    expect(page.textContent).toContain('Play for more than 5 seconds');
  });

  it('tells a stranger to log in before voting', async () => {
    const data = { ...samples.scoreboard.data, can_rate: false, my_plays: null };
    const page = await show(Scoreboard, { ...samples.scoreboard, viewer: nobody, data });
    expect(page.textContent).toContain('Log in to rate');
  });

  it('says that a game reports no score', async () => {
    const game = {
      ...samples.scoreboard.data.game,
      badges: { ...samples.scoreboard.data.game.badges, reporting: false },
    };
    const page = await show(Scoreboard, { ...samples.scoreboard, data: { ...samples.scoreboard.data, game } });
    expect(page.textContent).toContain('No score reporting');
  });
});

describe('The form of a game', () => {
  it('is an ordinary multipart form with all its fields', async () => {
    const page = await show(GameForm, refusedUpdate);
    const form = page.querySelector('form') as HTMLFormElement;
    expect(form.getAttribute('action')).toBe('/update_game');
    expect(form.getAttribute('enctype')).toBe('multipart/form-data');
    const names = all<HTMLInputElement>(form, '[name]').map((field) => field.name);
    expect(names.sort()).toEqual(
      `authors csrf description game game_id main_script max_players name preview
       supports_acc supports_gyro supports_key supports_touch`.split(/\s+/),
    );
  });

  it('needs a file for a new game, not for an update', async () => {
    const upload = await show(GameForm, samples.game_form);
    expect(upload.querySelector<HTMLInputElement>('input[name=game]')?.required).toBe(true);
    const update = await show(GameForm, refusedUpdate);
    expect(update.querySelector<HTMLInputElement>('input[name=game]')?.required).toBe(false);
  });

  it('keeps what was typed and marks what was refused', async () => {
    const page = await show(GameForm, refusedUpdate);
    expect(page.querySelector<HTMLInputElement>('input[name=name]')?.value).toBe('Snake at sea');
    expect(page.querySelector<HTMLInputElement>('input[name=supports_touch]')?.checked).toBe(false);
    const field = page.querySelector<HTMLInputElement>('input[name=game]') as HTMLInputElement;
    expect(field.getAttribute('aria-invalid')).toBe('true');
    const described = field.getAttribute('aria-describedby')?.split(' ') ?? [];
    expect(described.map((id) => document.getElementById(id)?.textContent).join()).toContain('protected by a password');
  });
});

describe('Logging in', () => {
  it('carries on to where the visitor wanted to go', async () => {
    const page = await show(Login, samples.login);
    expect(page.querySelector<HTMLInputElement>('input[name=next]')?.value).toBe('/user');
  });

  it('keeps the typed name after a wrong password, and never the password', async () => {
    const error = { code: 'login_failed', field: null, entry: null, message: 'wrong' };
    const page = await show(Login, { ...samples.login, data: { ...samples.login.data, login: 'anna', error } });
    expect(page.querySelector<HTMLInputElement>('input[name=login]')?.value).toBe('anna');
    expect(page.querySelector<HTMLInputElement>('input[name=password]')?.value).toBe('');
    expect(page.querySelector('[role=alert]')?.textContent).toContain('Name or password is wrong');
  });
});

describe('The console', () => {
  it('shows output as text, with the counter of a repeated line', async () => {
    const page = await show(Console, samples.console);
    const lines = all(page, 'ol li');
    expect(lines[2]?.textContent).toContain('\\x1b[31m');
    expect(lines[2]?.textContent).toContain('repeated 240 times');
  });

  it("marks the author's own line in the traceback", async () => {
    const page = await show(Console, samples.console);
    expect(all(page, 'mark').map((mark) => mark.textContent)).toEqual([
      '  File "/game/game.py", line 12, in load\n',
      '    raise ValueError("bad level")\n',
    ]);
  });

  it('of a play that is over offers nothing to end', async () => {
    const play = { ...samples.console.data.play, state: 'ended' as const, reason: 'limit_exceeded', detail: 'memory' };
    const page = await show(Console, { ...samples.console, data: { ...samples.console.data, play } });
    expect(all(page, 'form')).toEqual([]);
    expect(page.querySelector('[role=status]')?.textContent).toBe('ended: Used too much memory');
  });
});

describe('My games', () => {
  it('asks before a game is deleted', async () => {
    const page = await show(MyGames, samples.my_games);
    const form = page.querySelector('dialog form[action="/delete"]') as HTMLFormElement;
    expect(form.querySelector<HTMLInputElement>('input[name=id]')?.value).toBe('7');
    expect(page.querySelector('dialog')?.hasAttribute('open')).toBe(false);
  });

  it('leads to the console of each play', async () => {
    const page = await show(MyGames, samples.my_games);
    expect(all(page, 'a[href^="/console/game-"]').length).toBe(3);
  });
});

describe('The admin page', () => {
  it('shows names of players as text', async () => {
    const page = await show(Admin, samples.admin);
    expect(page.textContent).toContain('<img src=x onerror=alert(1)>');
    expect(all(page, 'table img')).toEqual([]);
  });

  it('warns in red when games cannot be confined, and only then', async () => {
    expect((await show(Admin, samples.admin)).textContent).toContain('This machine cannot run games safely');
    const sandbox = { ...samples.admin.data.sandbox, level: 1 };
    const page = await show(Admin, { ...samples.admin, data: { ...samples.admin.data, sandbox } });
    expect(page.textContent).not.toContain('This machine cannot run games safely');
  });
});

describe('Notices', () => {
  it('of the redirect are shown, unknown ones in the words of the server', async () => {
    const notice = { kind: 'warning' as const, code: 'high_tide', text: 'The tide is high.' };
    const page = await show(Home, { ...samples.home, notice });
    expect(page.querySelector('[role=status]')?.textContent).toBe('The tide is high.');
  });
});
