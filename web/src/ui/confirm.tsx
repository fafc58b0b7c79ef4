// A question before something that cannot be undone. The form inside the dialog is an ordinary one.
import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { t } from '../i18n/common';
import styles from './confirm.module.css';

export function Confirm({
  opener,
  openerLabel,
  title,
  children,
}: {
  opener: ComponentChildren;
  openerLabel: string;
  title: string;
  children: ComponentChildren; // the text and, last, the form that does it
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  return (
    <>
      <button
        type="button"
        class="button quiet warn"
        aria-label={openerLabel}
        aria-haspopup="dialog"
        onClick={() => dialog.current?.showModal()}
      >
        {opener}
      </button>
      <dialog ref={dialog} class={styles.dialog} aria-labelledby={id}>
        <h2 id={id}>{title}</h2>
        {children}
        <button type="button" autofocus class="button quiet wide" onClick={() => dialog.current?.close()}>
          {t('common.cancel')}
        </button>
      </dialog>
    </>
  );
}
