// Alerts and prompts of games: one queue by time stamp, one of them shown at a time, each answered exactly once.
import type { Alert, Answer, Prompt, QuestionKey } from '../protocol/events';

export type Question = Alert | Prompt;

export interface Questions {
  readonly waiting: readonly Question[]; // oldest first
  readonly shown: { readonly question: Question; readonly since: number } | null;
  readonly settled: readonly QuestionKey[]; // answered or withdrawn, so that no copy of them opens again
}

export const noQuestions: Questions = { waiting: [], shown: null, settled: [] };

const remembered = 200;

function same(a: QuestionKey, b: QuestionKey): boolean {
  return a.asker === b.asker && a.stamp === b.stamp;
}

function everything({ waiting, shown }: Questions): Question[] {
  return shown ? [shown.question, ...waiting] : [...waiting];
}

// What is shown stays until it is settled, even if an older one comes in late: nobody's typing is interrupted.
function show(questions: Questions, now: number): Questions {
  const [first, ...rest] = questions.waiting;
  if (questions.shown || !first) return questions;
  return { ...questions, waiting: rest, shown: { question: first, since: now } };
}

export function ask(questions: Questions, question: Question, now: number): Questions {
  const known = [...everything(questions).map(({ key }) => key), ...questions.settled];
  if (known.some((key) => same(key, question.key))) return questions;
  const waiting = [...questions.waiting, question].sort((a, b) => a.key.stamp - b.key.stamp);
  return show({ ...questions, waiting }, now);
}

export function settle(questions: Questions, key: QuestionKey, now: number): Questions {
  const settled = [...questions.settled, key].slice(-remembered);
  const waiting = questions.waiting.filter((question) => !same(question.key, key));
  const shown = questions.shown && !same(questions.shown.question.key, key) ? questions.shown : null;
  return show({ waiting, shown, settled }, now);
}

// After a reconnect the hub says which prompts are still open. Those it does not know were answered elsewhere or their
// game is gone. Alerts are not kept by every hub, so they stay until they are confirmed.
export function reconcile(questions: Questions, open: readonly Question[], now: number): Questions {
  const still = (question: Question) =>
    question.type === 'alert' || open.some((known) => same(known.key, question.key)) ? question : null;
  const shown = questions.shown && still(questions.shown.question) ? questions.shown : null;
  const kept = show({ ...questions, shown, waiting: questions.waiting.filter(still) }, now);
  return open.reduce((state, question) => ask(state, question, now), kept);
}

// The answer in the words of the wire. Without `response` a prompt counts as cancelled.
export function answerTo(question: Question, displayedAt: number, response?: unknown): Answer {
  const base = { time_stamp: question.key.stamp, caller_id: question.key.asker, displayed_at: displayedAt };
  if (question.type === 'alert') return { type: 'alert_confirm', ...base };
  return response === undefined ? { type: 'input_response', ...base } : { type: 'input_response', ...base, response };
}
