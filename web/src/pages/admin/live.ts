// Keeps the admin page up to date: running plays every 1500 ms, the whole page when that list changes and twice a minute.
import type { Signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { usePoll } from '../../api/poll';
import { getJson } from '../../api/request';
import type { AdminData, RunningPlay, Shell } from '../../protocol/pages';

const pollEvery = 1500;
const wholePageEvery = 30_000;

// Two lists name the same plays in the same states: nothing else of the page can have changed much.
export function samePlays(one: readonly RunningPlay[], other: readonly RunningPlay[]): boolean {
  const key = (play: RunningPlay) => `${play.game_play_id} ${play.state}`;
  return one.map(key).sort().join() === other.map(key).sort().join();
}

export function useLive(data: Signal<AdminData>, onFailure: (failed: boolean) => void): void {
  const refreshed = useRef(Date.now());
  usePoll(
    async (signal) => {
      const running = await getJson<RunningPlay[]>('/api/v1/running_games', signal);
      const changed = !samePlays(running, data.value.running);
      data.value = { ...data.value, running };
      if (changed || Date.now() - refreshed.current > wholePageEvery) {
        refreshed.current = Date.now();
        const page = await getJson<Shell<'admin', AdminData>>('/admin', signal);
        if (page.page === 'admin') data.value = { ...page.data, running };
      }
      return 'again';
    },
    pollEvery,
    onFailure,
  );
}
