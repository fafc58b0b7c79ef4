// A file field that also takes files dropped on it. It stays an ordinary <input type="file">: what is dropped becomes its
// value, and the form sends it like any other.
import { type Signal, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { errorText } from '../../i18n/errors';
import { bytes } from '../../i18n/format';
import { form as text } from '../../i18n/game_form';
import type { FormError } from '../../protocol/pages';
import { Icon } from '../../ui/icons';
import styles from './file_drop.module.css';

interface Props {
  name: string;
  label: string;
  hint: string;
  accept: string;
  required?: boolean;
  file: Signal<File | null>;
  problem: string | null; // found here, before sending
  error: FormError | null; // found by the server
  children?: ComponentChildren; // between the hint and the field
}

export function FileDrop({ name, label, hint, accept, required, file, problem, error, children }: Props) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const over = useSignal(false);
  const refused = problem ?? (error?.field === name ? errorText(error) : null);

  const drop = (event: DragEvent) => {
    event.preventDefault();
    over.value = false;
    const dropped = event.dataTransfer?.files[0];
    if (!dropped || !input.current) return;
    const one = new DataTransfer();
    one.items.add(dropped);
    input.current.files = one.files;
    file.value = dropped;
  };
  const remove = () => {
    if (input.current) input.current.value = '';
    file.value = null;
    input.current?.focus();
  };

  return (
    <div class={styles.field}>
      <label for={id}>{label}</label>
      <p id={`${id}-hint`} class="muted">
        {hint}
      </p>
      {children}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra way; the input inside is the real one. */}
      <div
        class={`${styles.drop} ${over.value ? styles.over : ''} ${refused ? styles.refused : ''}`}
        onDragOver={(event) => {
          event.preventDefault();
          over.value = true;
        }}
        onDragLeave={() => {
          over.value = false;
        }}
        onDrop={drop}
      >
        <input
          ref={input}
          id={id}
          type="file"
          name={name}
          accept={accept}
          required={required}
          aria-describedby={`${id}-hint${refused ? ` ${id}-error` : ''}`}
          aria-invalid={refused ? true : undefined}
          onChange={(event) => {
            file.value = event.currentTarget.files?.[0] ?? null;
          }}
        />
        <span class={styles.face} aria-hidden="true">
          <Icon name={file.value ? 'file' : 'upload'} />
          <span>
            {over.value
              ? text('drop')
              : file.value
                ? text('chosen', { name: file.value.name, size: bytes(file.value.size) })
                : text('choose')}
          </span>
        </span>
      </div>
      {file.value && !required && (
        <button type="button" class="button quiet" onClick={remove}>
          <Icon name="close" />
          {text('remove')}
        </button>
      )}
      <p id={`${id}-error`} role="alert" class={styles.error}>
        {refused}
      </p>
    </div>
  );
}
