import styles from './wave.module.css';

// The water line under the header. It is ornament only.
export function Wave() {
  return (
    <svg class={styles.wave} viewBox="0 0 1200 40" preserveAspectRatio="none" aria-hidden="true">
      <path class={styles.far} d="M0 0h1200v20c-100 18-200 18-300 4s-200-14-300 2-200 18-300 2S100 12 0 26z" />
      <path class={styles.near} d="M0 0h1200v8c-100 16-200 16-300 4s-200-12-300 2-200 14-300 2S100 4 0 14z" />
    </svg>
  );
}
