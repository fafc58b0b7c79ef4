// One session per page: made from the address, what the server knows of the play, and the browser.
import { effect } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { t } from '../../i18n/player';
import { dialServer } from '../../net/socket';
import type { PlayNews } from '../../protocol/events';
import type { GameCard, PlayerData, PlayInfo, Shell } from '../../protocol/pages';
import { Awake } from '../../sensors/awake';
import type { Invitation } from './invite';
import { Motion } from './motion';
import { deviceIdFor, isPlay, type Options, readOptions } from './options';
import { Session } from './session';
import { lasting, ofTab } from './storage';

export interface Setup {
  readonly session: Session;
  readonly options: Options;
  readonly motion: Motion;
  readonly awake: Awake;
  readonly game: GameCard | null;
  readonly play: string | null; // id of the arcade's play that this is
  readonly csrf: string;
  readonly invitation: Invitation | null; // for who started a play
}

async function askPlay(id: string): Promise<PlayInfo | null> {
  try {
    const answer = await fetch(`/api/v1/plays/${encodeURIComponent(id)}`, { headers: { Accept: 'application/json' } });
    return answer.ok ? ((await answer.json()) as PlayInfo) : null;
  } catch {
    return null;
  }
}

function warningText({ reason, secondsLeft }: PlayNews): string {
  const seconds = Math.round(secondsLeft ?? 0);
  if (reason === 'time') return t('warning.time', { seconds });
  return reason === 'idle' ? t('warning.idle', { seconds }) : t('warning.other', { seconds });
}

function setUp(shell: Shell<'player', PlayerData>): Setup {
  const options = readOptions(location.search, location.pathname);
  const id = deviceIdFor(options, lasting, ofTab, Math.random);
  const session = new Session(id, options.silent, {
    dial: dialServer,
    wall: () => Date.now() / 1000,
    steady: () => performance.now() / 1000,
    askPlay,
    warningText,
  });
  const { game } = shell.data;
  const motion = new Motion((reading) => session.sense(reading), options.silent ? null : (game?.badges ?? null));
  const play = isPlay(id) ? id : null;
  const code = shell.data.play?.join_code;
  const invitation = play && code ? { play, code, url: shell.url || location.origin } : null;
  return { session, options, motion, awake: new Awake(), game, play, csrf: shell.viewer.csrf, invitation };
}

// A page that comes back to the front checks its line; one that comes back from the browser's memory begins anew.
function watchPage(session: Session): () => void {
  const onVisible = () => document.visibilityState === 'visible' && session.checkAlive();
  const onOnline = () => session.checkAlive();
  const onShow = (event: PageTransitionEvent) => event.persisted && location.reload();
  document.addEventListener('visibilitychange', onVisible);
  window.addEventListener('online', onOnline);
  window.addEventListener('pageshow', onShow);
  return () => {
    document.removeEventListener('visibilitychange', onVisible);
    window.removeEventListener('online', onOnline);
    window.removeEventListener('pageshow', onShow);
  };
}

export function useSetup(shell: Shell<'player', PlayerData>): Setup {
  const setup = useMemo(() => setUp(shell), [shell]);
  useEffect(() => {
    const { session, game, motion, awake } = setup;
    const over = shell.data.play?.state === 'ended' ? shell.data.play : null;
    if (over) session.endBefore(over);
    else session.open();
    const stopWatching = watchPage(session);
    const stopTitle = effect(() => {
      const nr = session.presence.value.nr;
      const name = game?.name ?? session.deviceId.value;
      document.title =
        nr === null || game ? `${name} · Recess` : `${name} · ${t('bar.nr', { nr: String(nr) })} · Recess`;
    });
    return () => {
      stopTitle();
      stopWatching();
      motion.stop();
      awake.stop();
      session.close();
    };
  }, [setup, shell]);
  return setup;
}
