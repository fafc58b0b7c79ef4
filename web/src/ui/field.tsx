// Labelled form fields. A field that the server refused is marked and points at the sentence that says why.
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../i18n/common';
import { errorText } from '../i18n/errors';
import type { FormError } from '../protocol/pages';
import styles from './field.module.css';
import { Message } from './message';

export type InputProps = Omit<JSX.IntrinsicElements['input'], 'id' | 'name' | 'label'>;

export interface FieldProps {
  name: string;
  label: string;
  hint?: string | undefined;
  error?: FormError | null;
  mark?: boolean; // says that the field must be filled in, on forms where others need not
}

interface Wiring {
  id: string;
  name: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean | undefined;
}

// Label, hint and error around one control; `control` gets what ties them together.
export function Field({
  name,
  label,
  hint,
  error,
  mark,
  control,
}: FieldProps & { control: (wiring: Wiring) => ComponentChildren }) {
  const id = useId();
  const blamed = error?.field === name;
  const described = [hint && `${id}-hint`, blamed && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div class={styles.field}>
      <label for={id}>
        {label}
        {mark && <span class={`${styles.required} muted`}> ({t('form.required')})</span>}
      </label>
      {hint && (
        <p id={`${id}-hint`} class={`${styles.hint} muted`}>
          {hint}
        </p>
      )}
      {control({ id, name, 'aria-describedby': described || undefined, 'aria-invalid': blamed || undefined })}
      {blamed && (
        <p id={`${id}-error`} class={styles.error}>
          {errorText(error)}
        </p>
      )}
    </div>
  );
}

export function TextField({ name, label, hint, error, mark, ...input }: FieldProps & InputProps) {
  return (
    <Field
      name={name}
      label={label}
      hint={hint}
      error={error ?? null}
      mark={mark ?? false}
      control={(wiring) => <input type="text" {...input} {...wiring} />}
    />
  );
}

// The refusal of a whole form, above it. It takes the focus, so that nobody has to search for what went wrong.
export function FormErrorBox({ error }: { error: FormError | null }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error) box.current?.focus();
  }, [error]);
  if (!error) return null;
  return (
    <div ref={box} tabIndex={-1} class={styles.box}>
      <Message kind="error">
        <strong>{t('form.failed')}</strong>
        <p>{errorText(error)}</p>
      </Message>
    </div>
  );
}
