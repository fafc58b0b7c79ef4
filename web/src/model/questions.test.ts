import { describe, expect, it } from 'vitest';
import { decodeMessage } from '../protocol/decode';
import { answerTo, ask, noQuestions, type Question, reconcile, settle } from './questions';

function prompt(stamp: number, asker = 'S', more: object = {}): Question {
  const raw = { type: 'input_prompt', question: '?', time_stamp: stamp, response_id: asker, ...more };
  return decodeMessage(raw) as Question;
}
function alert(stamp: number, asker = 'S'): Question {
  return decodeMessage({
    type: 'notification',
    alert: true,
    message: '!',
    time_stamp: stamp,
    response_id: asker,
  }) as Question;
}
const asked = (...questions: Question[]) =>
  questions.reduce((state, question) => ask(state, question, 100), noQuestions);

describe('questions', () => {
  it('are shown one at a time, oldest first', () => {
    const state = asked(prompt(2), alert(4), prompt(3));
    expect(state.shown?.question.key.stamp).toBe(2);
    expect(state.waiting.map(({ key }) => key.stamp)).toEqual([3, 4]);
    const next = settle(state, { asker: 'S', stamp: 2 }, 105);
    expect(next.shown).toMatchObject({ since: 105, question: { type: 'prompt', key: { stamp: 3 } } });
  });

  it('do not take the place of what somebody is answering', () => {
    expect(asked(prompt(2), prompt(1)).shown?.question.key.stamp).toBe(2);
  });

  it('come once, even when sent twice or after they were answered', () => {
    const twice = asked(prompt(2), prompt(2));
    expect(twice.waiting).toEqual([]);
    const done = settle(twice, { asker: 'S', stamp: 2 }, 101);
    expect(ask(done, prompt(2), 102).shown).toBeNull();
    expect(ask(done, prompt(2, 'T'), 102).shown).not.toBeNull();
  });

  it('are withdrawn by the exact asker and stamp, shown or waiting', () => {
    const state = asked(prompt(2), prompt(3));
    expect(settle(state, { asker: 'S', stamp: 3 }, 101)).toMatchObject({ waiting: [], shown: { since: 100 } });
    expect(settle(state, { asker: 'other', stamp: 2 }, 101).shown?.question.key.stamp).toBe(2);
  });

  it('survive a reconnect once: known prompts stay as they are, unknown ones go, alerts stay', () => {
    const state = asked(prompt(2), prompt(3), alert(4));
    const after = reconcile(state, [prompt(2), prompt(5)], 200);
    expect(after.shown).toMatchObject({ since: 100, question: { key: { stamp: 2 } } });
    expect(after.waiting.map(({ key }) => key.stamp)).toEqual([4, 5]);
    expect(reconcile(state, [], 200).shown?.question.type).toBe('alert');
  });
});

describe('answers', () => {
  it('echo the time stamp to the bit', () => {
    const stamp = 1700000000.123001;
    const question = prompt(JSON.parse(JSON.stringify({ stamp })).stamp, 'S', { input_type: 'number' });
    expect(JSON.parse(JSON.stringify(answerTo(question, 5, '12')))).toEqual({
      type: 'input_response',
      time_stamp: stamp,
      caller_id: 'S',
      displayed_at: 5,
      response: '12',
    });
  });

  it('have no response when cancelled, and an empty one when left untouched', () => {
    expect(answerTo(prompt(1), 5)).not.toHaveProperty('response');
    expect(answerTo(prompt(1), 5, '')).toHaveProperty('response', '');
  });

  it('confirm alerts', () => {
    expect(answerTo(alert(7), 8)).toEqual({ type: 'alert_confirm', time_stamp: 7, caller_id: 'S', displayed_at: 8 });
  });
});
