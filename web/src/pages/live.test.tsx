// Pages that keep asking the server, with the server's answers played by a table.
import { readFileSync } from 'node:fs';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { QueueState, RunningPlay } from '../protocol/pages';
import Admin from './admin';
import { samePlays } from './admin/live';
import ReferencePage from './reference';
import { running, samples } from './samples';
import Scoreboard from './scoreboard';
import { all, leave, show } from './testing';
import Wait, { estimateText } from './wait';

type Answer = { status?: number; body: unknown } | 'offline';
let answers: Record<string, Answer>;
let asked: { url: string; method: string; body: string }[];

async function serve(url: string, init?: RequestInit): Promise<Response> {
  asked.push({ url, method: init?.method ?? 'GET', body: String(init?.body ?? '') });
  const answer = answers[url] ?? { status: 404, body: {} };
  if (answer === 'offline') throw new TypeError('offline');
  return new Response(JSON.stringify(answer.body), { status: answer.status ?? 200 });
}

beforeEach(() => {
  vi.useFakeTimers();
  answers = {};
  asked = [];
  vi.stubGlobal('fetch', serve);
});
afterEach(async () => {
  await leave();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const pass = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds).then(() => undefined));

describe('The waiting page', () => {
  const path = '/api/v1/queue/ticket-1';
  const state = (change: Partial<QueueState>): Answer => ({ body: { ...samples.wait.data.queue, ...change } });

  it('shows how the line moves, second by second', async () => {
    answers[path] = state({ position: 2 });
    const page = await show(Wait, samples.wait);
    await pass(0);
    expect(page.querySelector('[role=status]')?.textContent).toContain('Place 2');
    answers[path] = state({ position: 1, estimate_s: null });
    await pass(1000);
    expect(page.querySelector('[role=status]')?.textContent).toBe('You are next!');
  });

  it('moves on by replacing itself, so that Back does not queue again', async () => {
    const replace = vi.spyOn(location, 'replace').mockImplementation(() => {});
    answers[path] = state({ state: 'running', url: '/playground?device_id=game-1&no_nav=true' });
    await show(Wait, samples.wait);
    await pass(5000);
    expect(replace).toHaveBeenCalledExactlyOnceWith('/playground?device_id=game-1&no_nav=true');
  });

  it('offers to queue again when the place is lost, and stops asking', async () => {
    answers[path] = state({ state: 'gone' });
    const page = await show(Wait, samples.wait);
    await pass(5000);
    expect(page.querySelector('h1')?.textContent).toBe('You lost your place');
    expect(all(page, 'form[action="/game/7"]')).toHaveLength(1);
    expect(asked).toHaveLength(1);
  });

  it('takes a ticket that the server does not know as lost', async () => {
    const page = await show(Wait, samples.wait);
    await pass(0);
    expect(page.querySelector('h1')?.textContent).toBe('You lost your place');
  });

  it('keeps trying while the server is away', async () => {
    answers[path] = 'offline';
    const page = await show(Wait, samples.wait);
    await pass(1000);
    expect(page.textContent).toContain('The server does not answer');
    answers[path] = state({ position: 1 });
    await pass(1000);
    expect(page.textContent).not.toContain('The server does not answer');
  });

  it.each([
    [3, 'About 10 seconds to go'],
    [41, 'About 50 seconds to go'],
    [65, 'About 1 minute to go'],
    [200, 'About 3 minutes to go'],
  ])('rounds an estimate of %s seconds to "%s"', (seconds, text) => expect(estimateText(seconds)).toBe(text));
});

describe('The admin page', () => {
  const list = '/api/v1/running_games';
  const first = running[0] as RunningPlay;

  it('redraws the running plays every 1500 ms', async () => {
    answers[list] = { body: [{ ...first, memory_bytes: 1024 }] };
    answers['/admin'] = { body: samples.admin };
    const page = await show(Admin, samples.admin);
    await pass(0);
    expect(page.textContent).toContain('1 of 15 places');
    answers[list] = { body: [] };
    await pass(1500);
    expect(page.textContent).toContain('Nobody is playing right now');
  });

  it('asks for the whole page only when plays begin or end', async () => {
    answers[list] = { body: running };
    answers['/admin'] = { body: samples.admin };
    await show(Admin, samples.admin);
    await pass(6000);
    expect(asked.filter(({ url }) => url === '/admin')).toHaveLength(0);
    answers[list] = { body: [] };
    await pass(1500);
    expect(asked.filter(({ url }) => url === '/admin')).toHaveLength(1);
  });

  it('ends a play with the token, and says so when it could not', async () => {
    answers[list] = { body: running };
    answers['/terminate_game'] = { body: { status: 'unauthorized' } };
    const page = await show(Admin, samples.admin);
    await act(() => page.querySelector<HTMLButtonElement>('form[action="/terminate_game"] button')?.click());
    await pass(0);
    const sent = new URLSearchParams(asked.find(({ method }) => method === 'POST')?.body);
    expect(Object.fromEntries(sent)).toEqual({ id: first.game_play_id, csrf: 'csrf-of-office' });
    expect(page.textContent).toContain('could not be ended');
  });

  it('sees two lists of the same plays as equal in any order', () => {
    expect(samePlays(running, [...running].reverse())).toBe(true);
    expect(samePlays(running, [{ ...first, state: 'ending' }, ...running.slice(1)])).toBe(false);
    expect(
      samePlays(
        running,
        running.map((play) => ({ ...play, cpu_ms: 1 })),
      ),
    ).toBe(true);
  });
});

describe('A vote', () => {
  const vote = async (page: Element, rating: number) => {
    await act(() => page.querySelector<HTMLInputElement>(`input[type=radio][value="${rating}"]`)?.click());
    await pass(0);
  };

  it('is sent with the token and brings the new mean', async () => {
    answers['/game_vote'] = { body: { status: '200' } };
    const { game } = samples.scoreboard.data;
    const data = { ...samples.scoreboard.data, own_rating: 5, game: { ...game, rating: 4.25, ratings: 5 } };
    answers['/scoreboard?game_id=7'] = { body: { ...samples.scoreboard, data } };
    const page = await show(Scoreboard, samples.scoreboard);
    await vote(page, 5);
    expect(asked[0]?.body).toBe('game_id=7&rating=5&csrf=csrf-of-anna');
    expect(page.textContent).toContain('4.3');
    expect(page.textContent).toContain('Thank you, saved.');
  });

  it('that the server refuses is taken back', async () => {
    answers['/game_vote'] = { status: 403, body: { status: 'play first' } };
    const page = await show(Scoreboard, samples.scoreboard);
    await vote(page, 1);
    expect(page.querySelector<HTMLInputElement>('input[value="4"]')?.checked).toBe(true);
    expect(page.textContent).toContain('Play for more than 5 seconds');
  });

  it('that never arrives is taken back', async () => {
    answers['/game_vote'] = 'offline';
    const page = await show(Scoreboard, samples.scoreboard);
    await vote(page, 1);
    expect(page.querySelector<HTMLInputElement>('input[value="4"]')?.checked).toBe(true);
    expect(page.textContent).toContain('could not be saved');
  });
});

describe('The reference', () => {
  const description = JSON.parse(readFileSync('../docs/protocol/openapi.json', 'utf8')) as unknown;

  it('draws every route, and finds one by its words', async () => {
    answers['/openapi.json'] = { body: description };
    const page = await show(ReferencePage, samples.reference);
    await pass(0);
    expect(all(page, 'details').length).toBeGreaterThan(40);
    const search = page.querySelector<HTMLInputElement>('input[type=search]');
    if (!search) throw new Error('no search');
    search.value = 'sea floor numbers';
    await act(() => void search.dispatchEvent(new Event('input', { bubbles: true })));
    expect(all(page, 'summary code').map((title) => title.textContent)).toEqual(['GET /map/grid']);
    search.value = 'no such thing';
    await act(() => void search.dispatchEvent(new Event('input', { bubbles: true })));
    expect(page.querySelector('[role=status]')?.textContent).toContain('no such thing');
  });

  it('says that it could not read the description, and tries again', async () => {
    answers['/openapi.json'] = 'offline';
    const page = await show(ReferencePage, samples.reference);
    await pass(0);
    expect(page.querySelector('[role=alert]')).not.toBeNull();
    answers['/openapi.json'] = { body: description };
    await act(() => page.querySelector<HTMLButtonElement>('[role=alert] button')?.click());
    await pass(0);
    expect(page.querySelector('[role=alert]')).toBeNull();
    expect(all(page, 'details').length).toBeGreaterThan(40);
  });
});
