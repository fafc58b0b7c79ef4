// What the parts of the page show and say, on a made-up line.
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setLanguage } from '../../i18n/index';
import { FakeServer } from '../../net/fake';
import { snake } from '../samples';
import { EndScreen } from './end_screen';
import { LeaveDialog } from './leave';
import { Pad } from './pad';
import { Banners, Questions } from './questions';
import { Session } from './session';
import { Refusal, Status } from './status';
import { Toasts } from './toasts';

let server: FakeServer;
let root: HTMLElement;

function open(silent = false): Session {
  const around = {
    dial: server.dial,
    wall: () => 1000,
    steady: () => 0,
    askPlay: async () => null,
    warningText: () => '',
  };
  const session = new Session('FooBar', silent, around);
  session.open();
  server.up();
  server.welcome();
  return session;
}

const show = (view: preact.ComponentChild) => act(() => render(view, root));
const find = <Kind extends Element>(selector: string): Kind => {
  const found = root.querySelector<Kind>(selector);
  if (!found) throw new Error(`nothing is ${selector} in ${root.innerHTML}`);
  return found;
};
const button = (words: string): HTMLButtonElement => {
  const found = [...root.querySelectorAll('button')].find((one) => one.textContent?.trim() === words);
  if (!found) throw new Error(`no button ${words}`);
  return found;
};
const click = (element: HTMLElement) => act(() => element.click());

beforeEach(() => {
  setLanguage('en');
  server = new FakeServer();
  root = document.createElement('div');
  document.body.append(root);
});
afterEach(() => {
  act(() => render(null, root));
  root.remove();
});

const prompt = (stamp: number, more: object) => {
  return { type: 'input_prompt', question: `Q${stamp}`, response_id: 'S', time_stamp: stamp, ...more };
};

describe('a prompt', () => {
  it('sends what was typed, and the next one opens empty', () => {
    const session = open();
    show(<Questions session={session} />);
    act(() => {
      server.data(prompt(1, {}));
      server.data(prompt(2, {}));
    });
    const field = find<HTMLInputElement>('input');
    act(() => {
      field.value = 'Nemo';
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    });
    act(() => void find('form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })));
    expect(server.of('input_response')).toMatchObject([{ response: 'Nemo', time_stamp: 1 }]);
    expect(find('h2').textContent).toBe('Q2');
    expect(find<HTMLInputElement>('input').value).toBe('');
  });

  it('of numbers has a field for numbers', () => {
    const session = open();
    act(() => server.data(prompt(1, { input_type: 'number' })));
    show(<Questions session={session} />);
    expect(find<HTMLInputElement>('input').type).toBe('number');
  });

  it('to choose from few offers large targets and gives the option itself', () => {
    const session = open();
    act(() => server.data(prompt(1, { input_type: 'select', options: ['A', 7] })));
    show(<Questions session={session} />);
    expect(root.querySelectorAll('input[type=radio]')).toHaveLength(2);
    click(find('label:nth-child(2) input'));
    act(() => void find('form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })));
    expect(server.of('input_response')).toMatchObject([{ response: 7 }]);
  });

  it('left alone gives the first option, or an empty text without any', () => {
    const session = open();
    show(<Questions session={session} />);
    for (const [stamp, options] of [
      [1, ['A', 'B']],
      [2, []],
      [3, [1, 2, 3, 4, 5, 6, 7]],
    ] as const) {
      act(() => server.data(prompt(stamp, { input_type: 'select', options })));
      act(() => void find('form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })));
    }
    expect(server.of('input_response').map(({ response }) => response)).toEqual(['A', '', 1]);
  });

  it('that is cancelled has no response', () => {
    const session = open();
    act(() => server.data(prompt(1, {})));
    show(<Questions session={session} />);
    click(button('Cancel'));
    expect(server.of('input_response')[0]).not.toHaveProperty('response');
    expect(root.querySelector('dialog')).toBeNull();
  });

  it('shows markup as text', () => {
    const session = open();
    act(() => server.data(prompt(1, { question: '<img src=x onerror=alert(1)>' })));
    show(<Questions session={session} />);
    expect(find('h2').textContent).toBe('<img src=x onerror=alert(1)>');
    expect(root.querySelector('img')).toBeNull();
  });

  it('is only mentioned to who looks on', () => {
    const session = open(true);
    act(() => server.data(prompt(1, {})));
    show(
      <>
        <Questions session={session} />
        <Banners session={session} />
      </>,
    );
    expect(root.querySelector('dialog')).toBeNull();
    expect(root.textContent).toContain('Q1');
    act(() => server.data({ type: 'cancel_user_input', response_id: 'S', time_stamp: 1 }));
    expect(root.textContent).not.toContain('Q1');
  });
});

describe('toasts', () => {
  it('keep line breaks, close one by one or all at once', () => {
    const session = open();
    show(<Toasts session={session} raised={false} />);
    act(() => {
      server.data({ type: 'notification', message: 'one\n  two', time: -1000 });
      server.data({ type: 'notification', message: '<b>three</b>', time: 0 });
      server.data({ type: 'notification', message: 'four' });
    });
    expect([...root.querySelectorAll('p')].map((p) => p.textContent)).toEqual(['four', '<b>three</b>', 'one\n  two']);
    click(find('[aria-label="Close this message"]'));
    expect(root.querySelectorAll('p')).toHaveLength(2);
    click(button('Close all 2 messages'));
    expect(root.querySelectorAll('p')).toHaveLength(0);
  });
});

describe('the line', () => {
  it('says what is the matter', () => {
    const session = open();
    show(<Status session={session} />);
    expect(root.textContent).toBe('Waiting for a program …');
    act(() => server.give('devices', { devices: [{ device_id: 'FooBar', device_nr: -1, is_client: false }] }));
    expect(root.textContent).toBe('');
    act(() => server.down());
    expect(root.textContent).toBe('Connection lost. Trying again …');
  });

  it('says why the hub does not want us', () => {
    const session = open();
    show(<Refusal session={session} />);
    act(() => server.give('error_msg', { type: 'new_device', msg: 'all places of this play are taken' }));
    expect(find('[role=alert]').textContent).toContain('all places of this play are taken');
  });
});

describe('the end of a play', () => {
  const ending = { reason: 'script_finished', detail: null, score: 1280, inside: false };

  it('shows reason, score and ways on', () => {
    show(<EndScreen ending={ending} game={snake} play="game-1" />);
    expect(root.textContent).toContain('Game finished');
    expect(find('strong').textContent).toMatch(/1.?280/);
    const ways = [...root.querySelectorAll('a')].map((way) => way.getAttribute('href'));
    expect(ways).toEqual(['/game/7', '/scoreboard?game_id=7', '/']);
  });

  it('shows no score where none is kept, and no way to a game that is gone', () => {
    const silent = { ...snake, playable: false, badges: { ...snake.badges, reporting: false } };
    show(<EndScreen ending={{ ...ending, score: 0 }} game={silent} play="game-1" />);
    expect(root.querySelector('strong')).toBeNull();
    expect(root.querySelector('a[href="/game/7"]')).toBeNull();
  });

  it('leads authors to what went wrong', () => {
    const crash = { reason: 'script_crashed', detail: 'ValueError: <b>', score: 0, inside: true };
    show(<EndScreen ending={crash} game={snake} play="game-1" />);
    expect(root.textContent).toContain('ValueError: <b>');
    expect(find('a[href="/console/game-1"]')).toBeTruthy();
  });
});

describe('leaving', () => {
  it('tells the server with the token', () => {
    const fetched = vi.spyOn(globalThis, 'fetch').mockReturnValue(new Promise(() => undefined));
    show(<LeaveDialog play="game-1" game={snake} csrf="token" onStay={() => undefined} />);
    click(button('Leave'));
    const [url, options] = fetched.mock.calls[0] ?? [];
    expect([url, options?.method, options?.headers]).toEqual([
      '/api/v1/plays/game-1/leave',
      'POST',
      { 'X-Recess-Csrf': 'token' },
    ]);
    fetched.mockRestore();
  });
});

describe('the keys on the screen', () => {
  it('have names, and work without a pointer, once', () => {
    const pressed: string[] = [];
    show(<Pad overlay={false} onPress={(key) => pressed.push(key)} />);
    const names = [...root.querySelectorAll('button')].map((key) => key.getAttribute('aria-label'));
    expect(names).toEqual(['Up', 'Left', 'Middle', 'Right', 'Down', 'F1', 'F2', 'F3', 'F4']);
    click(find('[aria-label=Up]'));
    expect(pressed).toEqual(['up']);
  });
});
