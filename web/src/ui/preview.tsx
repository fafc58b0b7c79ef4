import { useSignal } from '@preact/signals';
import { Placeholder } from './placeholder';
import styles from './preview.module.css';

// A game's picture, or a drawing in its place when there is none or it cannot be loaded. The name always stands beside it,
// so that the picture itself needs no text.
export function Preview({ name, url, size = 'card' }: { name: string; url: string | null; size?: 'card' | 'details' }) {
  const broken = useSignal(false);
  return (
    <div class={`${styles.preview} ${styles[size]}`}>
      {url && !broken.value ? (
        <img
          src={url}
          alt=""
          loading="lazy"
          decoding="async"
          onError={() => {
            broken.value = true;
          }}
        />
      ) : (
        <Placeholder name={name} />
      )}
    </div>
  );
}
