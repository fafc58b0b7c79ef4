// The alert or prompt that is due. Each opens fresh; whatever way an alert is closed, the game is told once.
import { useId, useState } from 'preact/hooks';
import { t } from '../../i18n/player';
import type { Alert, Prompt } from '../../protocol/events';
import { Dialog } from './dialog';
import styles from './questions.module.css';
import type { Session } from './session';

export function Questions({ session }: { session: Session }) {
  const { shown } = session.questions.value;
  if (!shown || session.silent) return null;
  const { question } = shown;
  const key = `${question.key.asker} ${question.key.stamp}`;
  const answer = (response?: unknown) => session.answer(question, response);
  return question.type === 'alert' ? (
    <AlertDialog key={key} alert={question} onRead={() => answer()} />
  ) : (
    <PromptDialog key={key} prompt={question} onAnswer={answer} />
  );
}

// Who only looks on sees what is asked, until it is settled.
export function Banners({ session }: { session: Session }) {
  const { shown, waiting } = session.questions.value;
  const questions = shown ? [shown.question, ...waiting] : waiting;
  return (
    <div class={styles.banners} role="status">
      {questions.map((question) => (
        <p key={`${question.key.asker} ${question.key.stamp}`}>
          {question.type === 'alert' ? question.message : t('prompt.silent', { text: question.question })}
        </p>
      ))}
    </div>
  );
}

function AlertDialog({ alert, onRead }: { alert: Alert; onRead: () => void }) {
  return (
    <Dialog title={alert.message} onEscape={onRead}>
      <button type="button" class="button go wide" autofocus onClick={onRead}>
        {t('alert.ok')}
      </button>
    </Dialog>
  );
}

const mostRadios = 6;

function PromptDialog({ prompt, onAnswer }: { prompt: Prompt; onAnswer: (response?: unknown) => void }) {
  const choice = prompt.input === 'select';
  const [text, setText] = useState('');
  const [picked, setPicked] = useState(0);
  return (
    <Dialog title={prompt.question} onEscape={() => onAnswer()}>
      <form
        class={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onAnswer(choice ? (prompt.options[picked] ?? '') : text);
        }}
      >
        {choice ? (
          <Choice options={prompt.options} picked={picked} onPick={setPicked} />
        ) : (
          <input
            type={prompt.input}
            aria-label={t('prompt.answer')}
            autofocus
            autocomplete="off"
            step={prompt.input === 'number' ? 'any' : undefined}
            inputMode={prompt.input === 'number' ? 'decimal' : undefined}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        )}
        <div class={styles.buttons}>
          <button type="button" class="button quiet" onClick={() => onAnswer()}>
            {t('prompt.cancel')}
          </button>
          <button type="submit" class="button go">
            {t('prompt.send')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface ChoiceProps {
  options: readonly unknown[];
  picked: number;
  onPick: (index: number) => void;
}

function labelOf(option: unknown): string {
  return typeof option === 'string' ? option : JSON.stringify(option);
}

// A few options stand there as large targets; many fold into a list.
function Choice({ options, picked, onPick }: ChoiceProps) {
  const name = useId();
  if (options.length > mostRadios) {
    return (
      <select
        aria-label={t('prompt.answer')}
        autofocus
        value={String(picked)}
        onChange={(event) => onPick(Number(event.currentTarget.value))}
      >
        {options.map((option, index) => (
          <option key={index} value={String(index)}>
            {labelOf(option)}
          </option>
        ))}
      </select>
    );
  }
  return (
    <div role="radiogroup" aria-label={t('prompt.answer')} class={styles.options}>
      {options.map((option, index) => (
        <label key={index} class={styles.option}>
          <input
            type="radio"
            name={name}
            autofocus={index === 0}
            checked={picked === index}
            onChange={() => onPick(index)}
          />
          <span>{labelOf(option)}</span>
        </label>
      ))}
    </div>
  );
}
