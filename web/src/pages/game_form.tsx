// Upload and update are one form. Without this page's script the browser would send it just the same.
import { useSignal } from '@preact/signals';
import { bytes } from '../i18n/format';
import { form as text } from '../i18n/game_form';
import type { FormError, GameFormData, Shell } from '../protocol/pages';
import { FormErrorBox } from '../ui/field';
import { Frame } from '../ui/frame';
import { Message } from '../ui/message';
import { gameFileProblem, previewProblem, togetherProblem } from './game_form/checks';
import { Controls, MainScript, Players, Words } from './game_form/fields';
import { FileDrop } from './game_form/file_drop';
import { type Progress, sendForm } from './game_form/upload';
import styles from './game_form.module.css';

export default function GameForm({ shell }: { shell: Shell<'game_form', GameFormData> }) {
  const given = shell.data;
  const updating = given.game !== null;
  const game = useSignal<File | null>(null);
  const preview = useSignal<File | null>(null);
  const refusal = useSignal<FormError | null>(given.error);
  const progress = useSignal<Progress | null>(null);
  const broken = useSignal(false);

  const data = { ...given, error: refusal.value };
  const gameProblem = gameFileProblem(game.value, given.limits);
  const pictureProblem = previewProblem(preview.value, given.limits);
  const sum = gameProblem || pictureProblem ? null : togetherProblem([game.value, preview.value], given.limits);
  const blocked = Boolean(gameProblem || pictureProblem || sum);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (blocked || progress.value) return;
    broken.value = false;
    refusal.value = null;
    const outcome = await sendForm(event.currentTarget as HTMLFormElement, (state) => {
      progress.value = state;
    });
    if (typeof outcome === 'object' && 'done' in outcome) return location.assign(outcome.done);
    progress.value = null;
    broken.value = outcome === 'network';
    if (outcome !== 'network') refusal.value = outcome.refused;
  };

  const title = updating ? text('title.update', { name: given.values.name }) : text('title.upload');
  return (
    <Frame shell={shell} title={title} narrow>
      <div>
        <h1>{title}</h1>
        {!updating && <p class="muted">{text('lead.upload')}</p>}
      </div>
      <FormErrorBox error={refusal.value} />
      <form
        method="post"
        action={updating ? '/update_game' : '/upload_game'}
        encType="multipart/form-data"
        class={`panel ${styles.form}`}
        onSubmit={(event) => void submit(event)}
      >
        <input type="hidden" name="csrf" value={shell.viewer.csrf} />
        {given.game && <input type="hidden" name="game_id" value={given.game.id} />}
        <Words data={data} />
        <FileDrop
          name="game"
          label={updating ? text('file_new') : text('file')}
          hint={`${text('file_hint', { max: bytes(given.limits.upload_bytes) })} ${updating ? text('file_update_hint') : ''}`}
          accept=".py,.zip,application/zip,text/x-python"
          required={!updating}
          file={game}
          problem={gameProblem}
          error={refusal.value}
        />
        <MainScript data={data} />
        <FileDrop
          name="preview"
          label={text('preview')}
          hint={text('preview_hint', { max: bytes(given.limits.preview_bytes) })}
          accept="image/png,image/jpeg,image/gif,image/webp,image/bmp"
          file={preview}
          problem={pictureProblem}
          error={refusal.value}
        >
          {given.game?.preview && (
            <img class={styles.preview} src={given.game.preview} alt={text('preview_now')} width="200" />
          )}
        </FileDrop>
        <Controls data={data} />
        <Players data={data} />
        {sum && <Message kind="error">{sum}</Message>}
        {broken.value && <Message kind="error">{text('error.network')}</Message>}
        <ProgressBar progress={progress.value} />
        <button type="submit" class="button go wide" disabled={blocked || progress.value !== null}>
          {updating ? text('submit.update') : text('submit.upload')}
        </button>
      </form>
      <Facts data={given} />
    </Frame>
  );
}

function ProgressBar({ progress }: { progress: Progress | null }) {
  const percent = progress?.phase === 'sending' ? progress.percent : 100;
  const words = progress?.phase === 'sending' ? text('progress.sending', { percent }) : text('progress.checking');
  return (
    <div class={styles.progress} hidden={progress === null}>
      <progress max={100} value={percent} aria-label={words} />
      {/* Every tenth is enough for a screen reader. */}
      <p>{words}</p>
      <p role="status" class="sr-only">
        {progress?.phase === 'sending'
          ? text('progress.sending', { percent: Math.floor(percent / 10) * 10 })
          : progress && words}
      </p>
    </div>
  );
}

function Facts({ data }: { data: GameFormData }) {
  const { game, limits, packages } = data;
  return (
    <>
      {game && game.notes.length > 0 && (
        <Message kind="info">
          <strong>{text('notes')}</strong>
          <ul class={styles.notes}>
            {game.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </Message>
      )}
      {game?.code && (
        <section aria-label={text('code', { file: game.main_script })}>
          <h2>{text('code', { file: game.main_script })}</h2>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard. */}
          <pre class={styles.code} tabIndex={0}>
            {game.code}
          </pre>
        </section>
      )}
      <section class={`muted ${styles.facts}`}>
        <h2>{text('packages')}</h2>
        <p>{packages.length > 0 ? text('packages_text') : text('packages_none')}</p>
        <ul>
          {packages.map((name) => (
            <li key={name}>
              <code>{name}</code>
            </li>
          ))}
        </ul>
        <p>
          {text('limits', {
            entries: limits.entries,
            unpacked: bytes(limits.unpacked_bytes),
            file: bytes(limits.file_bytes),
          })}
        </p>
      </section>
    </>
  );
}
