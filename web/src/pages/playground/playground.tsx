// The screen of a play: stage, keys, questions, messages.
import { useComputed, useSignal } from '@preact/signals';
import { useCallback, useEffect, useRef } from 'preact/hooks';
import { t } from '../../i18n/player';
import type { PlayerData, Shell } from '../../protocol/pages';
import { Bar, BarButton, BarLink, BarTitle, IdButton, Lamp } from '../player/bar';
import { EndScreen } from '../player/end_screen';
import { IdDialog } from '../player/id_dialog';
import { InviteDialog } from '../player/invite';
import { useKeyboard } from '../player/keyboard';
import { LeaveDialog } from '../player/leave';
import { Menu, MotionSwitches, ScreenSwitches, Switch } from '../player/menu';
import { MotionHint } from '../player/motion_hint';
import { rememberDeviceId } from '../player/options';
import { Pad } from '../player/pad';
import { Banners, Questions } from '../player/questions';
import { type Setup, useSetup } from '../player/setup';
import { Overhead, Refusal, Status } from '../player/status';
import { lasting } from '../player/storage';
import { TiltPad } from '../player/tilt_pad';
import { Toasts } from '../player/toasts';
import styles from './playground.module.css';
import { SpriteList } from './sprite_list';
import { type Performance, perform } from './theatre';

type OpenDialog = 'menu' | 'leave' | 'id' | 'invite' | null;

// Where the keys on the screen are remembered: each game has a switch of its own.
function padKey(setup: Setup): string {
  return setup.game ? `recess.pad.game.${setup.game.id}` : 'recess.pad';
}

// Usually there where they are of use: on a touch screen, in a game that is played with keys.
function padAtFirst(setup: Setup): boolean {
  const stored = lasting.getItem(padKey(setup));
  if (stored !== null) return stored === 'on';
  return matchMedia('(pointer: coarse)').matches && (setup.game?.badges.key ?? false);
}

export function Playground({ shell }: { shell: Shell<'player', PlayerData> }) {
  const setup = useSetup(shell);
  const { session, options, motion, awake, game } = setup;
  const controls = !options.silent && !options.striped && !options.noControls;
  const dialog = useSignal<OpenDialog>(null);
  const pad = useSignal(controls && padAtFirst(setup));
  const keyboard = useSignal(true);
  const upright = useSignal(matchMedia('(orientation: portrait)').matches);
  const raised = useComputed(() => pad.value && upright.value);
  const area = useRef<HTMLDivElement>(null);
  const performance = useRef<Performance | null>(null);
  const ended = session.presence.value.ending;

  useEffect(() => {
    if (!area.current) return undefined;
    const shown = perform(session, area.current, styles.frame ?? '');
    performance.current = shown;
    return () => shown.close();
  }, [session]);
  useEffect(() => {
    const keys = raised.value ? area.current?.parentElement?.querySelector('[data-pad]')?.clientHeight : 0;
    performance.current?.makeRoom(keys ?? 0);
  }, [raised.value]);
  useEffect(() => {
    const query = matchMedia('(orientation: portrait)');
    const onChange = () => {
      upright.value = query.matches;
    };
    query.addEventListener('change', onChange);
    return () => query.removeEventListener('change', onChange);
  }, [upright]);
  useEffect(() => {
    if (!options.silent) void motion.start(false);
  }, [motion, options]);
  useKeyboard(
    !options.silent && (keyboard.value || options.noControls) && !ended,
    useCallback((key: string) => session.press(key), [session]),
  );

  const showPad = (on: boolean) => {
    pad.value = on;
    lasting.setItem(padKey(setup), on ? 'on' : 'off');
  };
  return (
    <div class={`${styles.page} ${options.striped ? styles.bare : ''}`}>
      {!options.striped && (
        <PlayBar
          setup={setup}
          pad={controls ? pad.value : null}
          onPad={showPad}
          open={(which) => (dialog.value = which)}
        />
      )}
      <main class={styles.main}>
        <div
          ref={area}
          class={styles.area}
          role="application"
          aria-label={game?.name ?? t('stage.label')}
          // The first touch is the gesture that may keep the screen on.
          onPointerUp={() => !options.striped && !awake.on.value && void awake.set(true)}
        />
        {controls && <SpriteList session={session} />}
        {pad.value && <Pad overlay onPress={(key) => session.press(key)} />}
        {motion.tiltable.value && controls && <TiltPad motion={motion} where={pad.value ? 'above_keys' : 'middle'} />}
        <Overhead>
          <Status session={session} />
          {session.soundLocked.value && !options.striped && (
            <button type="button" class={styles.sound} onClick={() => performance.current?.unlockSound()}>
              {t('bar.sound')}
            </button>
          )}
          {controls && !ended && <MotionHint motion={motion} />}
          {session.silent && <Banners session={session} />}
        </Overhead>
        <Toasts session={session} raised={pad.value} />
        <Questions session={session} />
        <Refusal session={session} />
      </main>
      {dialog.value === 'menu' && (
        <Menu onClose={() => (dialog.value = null)}>
          <ScreenSwitches awake={awake} />
          {controls && <Switch label={t('menu.pad')} on={pad.value} onChange={showPad} />}
          {controls && (
            <Switch label={t('menu.keyboard')} on={keyboard.value} onChange={(on) => (keyboard.value = on)} />
          )}
          {controls && <MotionSwitches motion={motion} />}
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
      {dialog.value === 'invite' && setup.invitation && !ended && (
        <InviteDialog invitation={setup.invitation} onClose={() => (dialog.value = null)} />
      )}
      {dialog.value === 'leave' && setup.play && !ended && (
        <LeaveDialog play={setup.play} game={game} csrf={setup.csrf} onStay={() => (dialog.value = null)} />
      )}
      {ended && <EndScreen ending={ended} game={game} play={setup.play} />}
    </div>
  );
}

interface PlayBarProps {
  setup: Setup;
  pad: boolean | null; // null: no keys here
  onPad: (on: boolean) => void;
  open: (dialog: OpenDialog) => void;
}

function PlayBar({ setup: { session, options, play, game, invitation }, pad, onPad, open }: PlayBarProps) {
  const leavable = play !== null && !options.silent;
  const bare = options.noHeader && options.noIndicator && !leavable;
  if (bare) return null;
  return (
    <Bar>
      {leavable && <BarButton glyph="leave" label={t('bar.leave')} onClick={() => open('leave')} />}
      {!leavable && !options.noHeader && <BarLink glyph="home" label={t('bar.home')} href="/" />}
      <BarTitle>
        {play || options.noHeader ? (
          <span>{game?.name ?? session.deviceId.value}</span>
        ) : (
          <IdButton session={session} onClick={() => open('id')} />
        )}
        {!options.noIndicator && <Lamp session={session} programs={play === null} />}
      </BarTitle>
      {invitation && !options.silent && (
        <BarButton glyph="invite" label={t('bar.invite')} onClick={() => open('invite')} />
      )}
      {pad !== null && <BarButton glyph="pad" label={t('bar.pad')} pressed={pad} onClick={() => onPad(!pad)} />}
      {!options.noIndicator && <BarButton glyph="menu" label={t('bar.menu')} onClick={() => open('menu')} />}
    </Bar>
  );
}
