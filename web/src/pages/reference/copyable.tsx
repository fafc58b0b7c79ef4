import { useSignal } from '@preact/signals';
import { reference as text } from '../../i18n/reference';
import styles from './copyable.module.css';

// A piece of text with a button that puts it on the clipboard. Without a clipboard (plain http from another machine) there is
// no button: the text can be selected.
export function Copyable({ label, content }: { label: string; content: string }) {
  const copied = useSignal(false);
  const clipboard = navigator.clipboard as Clipboard | undefined;
  const copy = async () => {
    await clipboard?.writeText(content);
    copied.value = true;
  };
  return (
    <figure class={styles.box}>
      <figcaption>
        {label}
        {clipboard && (
          <button type="button" onClick={() => void copy()} class={styles.copy}>
            {text(copied.value ? 'copied' : 'copy')}
          </button>
        )}
      </figcaption>
      <pre>
        <code>{content}</code>
      </pre>
    </figure>
  );
}
