// Brings a session's playground onto the screen and into the loudspeaker, and keeps its time going, also while the page is
// hidden.
import { SoundBoard } from '../../stage/sound';
import { StageView } from '../../stage/stage';
import { Ticker } from '../../stage/ticker';
import type { Session, Theatre } from '../player/session';

export interface Performance {
  makeRoom(keys: number): void; // CSS px at the lower end that keys lie over
  unlockSound(): void;
  close(): void;
}

// Whatever a browser may count as the gesture that allows sound.
const gestures = ['pointerdown', 'pointerup', 'touchend', 'click', 'keydown'] as const;

export function perform(session: Session, area: HTMLElement, frameClass: string): Performance {
  const ticker = new Ticker(() => {
    session.advance();
    ticker.run(!session.world.idle);
  });
  const sounds = new SoundBoard(
    () => session.now(),
    (locked) => {
      session.soundLocked.value = locked;
    },
  );
  const stage = new StageView(
    area,
    {
      world: () => session.world,
      now: () => session.now(),
      beforeFrame: () => session.advance(),
      pressed: (sprite) => session.click(sprite),
    },
    frameClass,
  );
  const theatre: Theatre = {
    worldReplaced: () => undefined, // the stage looks for itself
    filesChanged() {
      stage.keepImages();
      sounds.setTracks(session.world.tracks);
    },
    sound: (message) => (message.type === 'start_audio' ? sounds.start(message) : sounds.stop(message)),
    loops: (running) => sounds.setLoops(running),
    silence: () => sounds.stopAll(),
    awaken: () => ticker.run(!session.world.idle),
  };
  session.show(theatre);
  const unlock = () => sounds.unlock();
  for (const gesture of gestures) window.addEventListener(gesture, unlock, { capture: true, passive: true });
  return {
    makeRoom: (keys) => stage.makeRoom(keys),
    unlockSound: unlock,
    close() {
      for (const gesture of gestures) window.removeEventListener(gesture, unlock, { capture: true });
      session.show(null);
      ticker.stop();
      sounds.close();
      stage.remove();
    },
  };
}
