// A modal dialog by the browser's own means: it traps the focus, gives it back, and lies above everything a game can draw.
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import styles from './dialog.module.css';

export function Dialog({
  title,
  onEscape,
  wide,
  children,
}: {
  title: string; // may have line breaks
  onEscape?: (() => void) | undefined; // absent: Escape does nothing
  wide?: boolean;
  children: ComponentChildren;
}) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={element}
      class={`${styles.dialog} ${wide ? styles.wide : ''}`}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onEscape?.();
      }}
      onKeyDown={(event) => {
        // A key still held from the dialog before must not answer this one. And some browsers close a dialog at the
        // second Escape although the first was refused.
        if (event.key === 'Enter' && event.repeat) event.preventDefault();
        if (event.key === 'Escape') {
          event.preventDefault();
          if (!event.repeat) onEscape?.();
        }
      }}
    >
      <h2 id={id} class={styles.title}>
        {title}
      </h2>
      {children}
    </dialog>
  );
}
