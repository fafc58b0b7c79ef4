// Keys on the screen: a cross for one thumb, four keys for the other. Each finger counts by itself, a press counts when it
// comes down, and a thumb may slide from key to key.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { t } from '../../i18n/player';
import { crossKeys, functionKeys, type PadKey } from '../../model/keys';
import { Glyph, type GlyphName } from './glyphs';
import styles from './pad.module.css';

const litFor = 200; // ms

const glyphs: Partial<Record<PadKey, GlyphName>> = {
  up: 'up',
  down: 'down',
  left: 'left',
  right: 'right',
  home: 'middle',
};

function label(key: PadKey): string {
  return key.startsWith('F') ? key : t(`key.${key as (typeof crossKeys)[number]}`);
}

export function Pad({ onPress, overlay }: { onPress: (key: PadKey) => void; overlay: boolean }) {
  const lit = useSignal<ReadonlyMap<PadKey, number>>(new Map());
  const fingers = useRef(new Map<number, PadKey | null>());
  const press = (key: PadKey) => {
    onPress(key);
    const nr = (lit.value.get(key) ?? 0) + 1;
    lit.value = new Map(lit.value).set(key, nr);
    setTimeout(() => {
      if (lit.value.get(key) !== nr) return;
      const rest = new Map(lit.value);
      rest.delete(key);
      lit.value = rest;
    }, litFor);
  };
  const follow = (event: PointerEvent) => {
    const under = document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>('[data-key]');
    const key = (under?.dataset.key ?? null) as PadKey | null;
    if (key && key !== fingers.current.get(event.pointerId)) press(key);
    if (key) fingers.current.set(event.pointerId, key);
  };
  const keyOf = (key: PadKey) => (
    <button
      key={key}
      type="button"
      data-key={key}
      class={`${styles.key} ${styles[key] ?? ''} ${lit.value.has(key) ? styles.lit : ''}`}
      aria-label={label(key)}
      // Screen readers and keyboards click without a pointer.
      onClick={(event) => event.detail === 0 && press(key)}
      onKeyDown={(event) => (event.key === ' ' || event.key === 'Enter') && event.stopPropagation()}
    >
      {glyphs[key] ? <Glyph name={glyphs[key]} /> : key}
    </button>
  );
  return (
    <div
      role="group"
      data-pad
      aria-label={t('pad.label')}
      class={`${styles.pad} ${overlay ? styles.overlay : styles.alone}`}
      onPointerDown={(event) => {
        event.preventDefault();
        if (event.target instanceof Element) event.target.releasePointerCapture?.(event.pointerId);
        follow(event);
      }}
      onPointerMove={(event) => fingers.current.has(event.pointerId) && follow(event)}
      onPointerUp={(event) => fingers.current.delete(event.pointerId)}
      onPointerCancel={(event) => fingers.current.delete(event.pointerId)}
      onMouseDown={(event) => event.preventDefault()}
      onContextMenu={(event) => event.preventDefault()}
    >
      <div class={styles.cross}>{crossKeys.map(keyOf)}</div>
      <div class={styles.functions}>{functionKeys.map(keyOf)}</div>
    </div>
  );
}
