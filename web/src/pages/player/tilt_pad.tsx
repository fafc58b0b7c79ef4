// A place to tilt a device that has no sensor: the dot is pulled to the edge that shall go down, and returns when let go.
import { useSignal } from '@preact/signals';
import { t } from '../../i18n/player';
import type { Motion } from './motion';
import styles from './tilt_pad.module.css';

const reach = 46; // of 100 from the middle to the edge

export function TiltPad({ motion, where }: { motion: Motion; where: 'middle' | 'above_keys' | 'corner' }) {
  const place = useSignal({ right: 0, away: 0 });
  const held = useSignal<number | null>(null);
  const drag = (event: PointerEvent) => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const [x, y] = [(event.clientX - box.left) / box.width - 0.5, 0.5 - (event.clientY - box.top) / box.height];
    const length = Math.max(1, Math.hypot(x, y) / (reach / 100));
    place.value = { right: x / length / (reach / 100), away: y / length / (reach / 100) };
    motion.tilt(place.value);
  };
  const release = () => {
    held.value = null;
    place.value = { right: 0, away: 0 };
    motion.tilt(place.value);
  };
  const { right, away } = place.value;
  return (
    <svg
      class={`${styles.pad} ${styles[where] ?? ''}`}
      viewBox="0 0 100 100"
      role="img"
      aria-label={t('tilt.label')}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        held.value = event.pointerId;
        drag(event);
      }}
      onPointerMove={(event) => held.value === event.pointerId && drag(event)}
      onPointerUp={release}
      onPointerCancel={release}
    >
      <title>{t('tilt.label')}</title>
      <circle cx="50" cy="50" r="48" class={styles.field} />
      <path d="M50 12v10M50 78v10M12 50h10M78 50h10" class={styles.marks} />
      <circle cx={50 + right * reach} cy={50 - away * reach} r="13" class={styles.dot} />
    </svg>
  );
}
