// The sprites that can be touched, as a list of buttons for those who use a keyboard or a screen reader. It shows itself
// when the focus comes in.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../../i18n/player';
import type { Id } from '../../protocol/events';
import type { Session } from '../player/session';
import styles from './sprite_list.module.css';

interface Entry {
  readonly id: Id;
  readonly name: string;
}

const refreshEvery = 1000; // ms
const most = 40;

function clickable(session: Session): Entry[] {
  const found: Entry[] = [];
  for (const { id, text, clickable: touchable } of session.world.sprites.values()) {
    if (touchable && found.length < most) found.push({ id, name: text || String(id) });
  }
  return found;
}

export function SpriteList({ session }: { session: Session }) {
  const entries = useSignal<readonly Entry[]>([]);
  useEffect(() => {
    const refresh = () => {
      const now = clickable(session);
      if (JSON.stringify(now) !== JSON.stringify(entries.value)) entries.value = now;
    };
    const timer = setInterval(refresh, refreshEvery);
    return () => clearInterval(timer);
  }, [session, entries]);
  if (entries.value.length === 0) return null;
  const touch = (id: Id) => {
    const sprite = session.world.sprites.get(id);
    if (sprite?.clickable) session.click(sprite);
  };
  return (
    <nav class={styles.list} aria-label={t('stage.touchable')}>
      {entries.value.map(({ id, name }) => (
        <button key={id} type="button" class="button" onClick={() => touch(id)}>
          {name}
        </button>
      ))}
    </nav>
  );
}
