// Keeps the screen on while somebody plays. Where the browser has no wake lock (older ones, and all of them on plain http)
// a tiny silent video of nothing plays instead, which most phones respect as well.
import { signal } from '@preact/signals';

export class Awake {
  readonly on = signal(false);
  #wanted = false;
  #lock: WakeLockSentinel | null = null;
  #video: HTMLVideoElement | null = null;

  constructor() {
    document.addEventListener('visibilitychange', this.#onVisible);
  }

  // Only a gesture may start it.
  async set(wanted: boolean): Promise<void> {
    this.#wanted = wanted;
    if (wanted) await this.#hold();
    else this.#release();
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.#onVisible);
    this.#wanted = false;
    this.#release();
  }

  // The browser takes the lock away whenever the page is hidden.
  readonly #onVisible = (): void => {
    if (this.#wanted && document.visibilityState === 'visible') void this.#hold();
  };

  async #hold(): Promise<void> {
    if (this.#lock || this.#video) return;
    try {
      const lock = await navigator.wakeLock.request('screen');
      if (!this.#wanted) {
        void lock.release();
        return;
      }
      this.#lock = lock;
      lock.addEventListener('release', () => {
        this.#lock = null;
        this.on.value = false;
      });
      this.on.value = true;
    } catch {
      await this.#playVideo();
    }
  }

  #release(): void {
    void this.#lock?.release();
    this.#lock = null;
    this.#video?.pause();
    this.#video?.remove();
    this.#video = null;
    this.on.value = false;
  }

  async #playVideo(): Promise<void> {
    const canvas = document.createElement('canvas');
    canvas.width = 16;
    canvas.height = 16;
    const context = canvas.getContext('2d');
    if (!context || !canvas.captureStream) return;
    const video = document.createElement('video');
    video.muted = true;
    video.playsInline = true;
    video.className = 'sr-only';
    video.setAttribute('aria-hidden', 'true');
    video.srcObject = canvas.captureStream(1);
    document.body.append(video);
    this.#video = video;
    context.fillRect(0, 0, 16, 16);
    try {
      await video.play();
      this.on.value = this.#wanted;
    } catch {
      this.#release();
    }
  }
}
