// A device as controls alone: keys for thumbs or a keyboard, and sensors. Questions and messages of the program show here too.
import { useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import { language } from '../../i18n/index';
import { t } from '../../i18n/player';
import type { PlayerData, Shell } from '../../protocol/pages';
import { Bar, BarButton, BarLink, BarTitle, IdButton, Lamp } from '../player/bar';
import { EndScreen } from '../player/end_screen';
import { IdDialog } from '../player/id_dialog';
import { useKeyboard } from '../player/keyboard';
import { Menu, MotionSwitches, ScreenSwitches } from '../player/menu';
import { MotionHint } from '../player/motion_hint';
import { rememberDeviceId } from '../player/options';
import { Pad } from '../player/pad';
import { Banners, Questions } from '../player/questions';
import type { Session } from '../player/session';
import { useSetup } from '../player/setup';
import { Overhead, Refusal, Status } from '../player/status';
import { lasting } from '../player/storage';
import { TiltPad } from '../player/tilt_pad';
import { Toasts } from '../player/toasts';
import styles from './controller.module.css';

export function Controller({ shell }: { shell: Shell<'player', PlayerData> }) {
  const { session, options, motion, awake, game, play } = useSetup(shell);
  const dialog = useSignal<'menu' | 'id' | null>(null);
  const ended = session.presence.value.ending;
  const press = useCallback((key: string) => session.press(key), [session]);
  useKeyboard(!options.silent && !ended, press);
  useEffect(() => {
    if (!options.silent) void motion.start(false);
  }, [motion, options]);
  return (
    <div class={styles.page}>
      {!options.striped && (
        <Bar>
          {!options.noHeader && <BarLink glyph="home" label={t('bar.home')} href={play ? '/' : '/connect'} />}
          <BarTitle>
            {play || options.noHeader ? (
              <span>{game?.name ?? session.deviceId.value}</span>
            ) : (
              <IdButton session={session} onClick={() => (dialog.value = 'id')} />
            )}
            {!options.noIndicator && <Lamp session={session} programs={play === null} />}
          </BarTitle>
          <BarButton glyph="menu" label={t('bar.menu')} onClick={() => (dialog.value = 'menu')} />
        </Bar>
      )}
      <main class={styles.main}>
        <h1 class="sr-only">{t('controller.title')}</h1>
        {!options.silent && !options.striped && (
          <div class={styles.keys} onPointerUp={() => !awake.on.value && void awake.set(true)}>
            <Log session={session} />
            <Pad overlay={false} onPress={press} />
          </div>
        )}
        {motion.tiltable.value && <TiltPad motion={motion} where="corner" />}
        <Overhead>
          <Status session={session} />
          {!ended && <MotionHint motion={motion} />}
          {session.silent && <Banners session={session} />}
        </Overhead>
        <Toasts session={session} raised />
        <Questions session={session} />
        <Refusal session={session} />
      </main>
      {dialog.value === 'menu' && (
        <Menu onClose={() => (dialog.value = null)}>
          <ScreenSwitches awake={awake} />
          {!options.noControls && <MotionSwitches motion={motion} />}
        </Menu>
      )}
      {dialog.value === 'id' && (
        <IdDialog
          id={session.deviceId.value}
          onCancel={() => (dialog.value = null)}
          onSet={(id) => {
            dialog.value = null;
            rememberDeviceId(id, lasting);
            session.rename(id);
          }}
        />
      )}
      {ended && <EndScreen ending={ended} game={game} play={play} />}
    </div>
  );
}

function Log({ session }: { session: Session }) {
  const keys = session.keys.value;
  return (
    <section class={styles.log} aria-label={t('controller.log')}>
      <h2>{t('controller.log')}</h2>
      {keys.length === 0 && <p class="muted">{t('controller.log_empty')}</p>}
      <ol>
        {keys.map(({ nr, at, key }) => (
          <li key={nr}>
            <time>{clockTime(at)}</time> <kbd>{key === ' ' ? '␣' : key}</kbd>
          </li>
        ))}
      </ol>
    </section>
  );
}

function clockTime(seconds: number): string {
  const parts = {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hour12: false,
  } as const;
  return new Intl.DateTimeFormat(language.value, parts).format(new Date(seconds * 1000));
}
