// The edge of the page that belongs to us and not to the game: the way out, who and where one is, the settings. Above the
// stage on an upright screen, beside it on a wide one.
import type { ComponentChildren } from 'preact';
import { t } from '../../i18n/player';
import styles from './bar.module.css';
import { Glyph, type GlyphName } from './glyphs';
import type { Session } from './session';

interface ButtonProps {
  glyph: GlyphName;
  label: string;
  pressed?: boolean;
  marked?: boolean; // asks for attention
  onClick: () => void;
}

// A click with a finger or a mouse leaves the focus where it is: the keys go on to the game, and Space presses nothing twice.
export function BarButton({ glyph, label, pressed, marked, onClick }: ButtonProps) {
  return (
    <button
      type="button"
      class={`${styles.button} ${marked ? styles.marked : ''}`}
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onClick}
    >
      <Glyph name={glyph} />
    </button>
  );
}

export function BarLink({ glyph, label, href }: { glyph: GlyphName; label: string; href: string }) {
  return (
    <a class={styles.button} href={href} aria-label={label} title={label}>
      <Glyph name={glyph} />
    </a>
  );
}

export function Bar({ children }: { children: ComponentChildren }) {
  return <header class={styles.bar}>{children}</header>;
}

// Line and programs in one lamp; its words are for screen readers and for who points at it.
export function Lamp({ session, programs }: { session: Session; programs: boolean }) {
  const { connection, scripts } = session.presence.value;
  if (connection === 'ended') return null;
  const up = connection === 'connected';
  const line = up ? t('line.connected') : connection === 'connecting' ? t('line.connecting') : t('line.reconnecting');
  const words = up && programs ? scriptText(scripts) : line;
  const state = !up
    ? styles.down
    : !programs || scripts === 1
      ? styles.good
      : scripts === 0
        ? styles.idle
        : styles.crowd;
  return (
    <span class={`${styles.lamp} ${state}`} role="img" aria-label={words} title={words}>
      {up && programs && scripts > 1 ? scripts : ''}
    </span>
  );
}

export function scriptText(scripts: number): string {
  if (scripts === 0) return t('scripts.none');
  return scripts === 1 ? t('scripts.one') : t('scripts.many', { count: scripts });
}

export function BarTitle({ children }: { children: ComponentChildren }) {
  return <div class={styles.title}>{children}</div>;
}

export function IdButton({ session, onClick }: { session: Session; onClick: () => void }) {
  const { nr } = session.presence.value;
  const id = session.deviceId.value;
  return (
    <button type="button" class={styles.id} aria-label={t('bar.change_id', { id })} onClick={onClick}>
      <strong>{id}</strong>
      <span>{t('bar.nr', { nr: nr === null ? '–' : String(nr) })}</span>
    </button>
  );
}
