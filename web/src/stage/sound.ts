// The sounds of games. Each track is decoded once; each start is an instance of its own. Browsers allow sound only after a
// gesture: until then `locked` is true, loops wait, and short sounds that come too late are dropped.
import { isStopped, type Playing, sameSounds, stillWanted, type Wanted } from '../model/sounds';
import type { SoundMessage, StartAudio, TrackFile } from '../protocol/events';

type Start = StartAudio;
type Stop = Extract<SoundMessage, { type: 'stop_audio' }>;

interface Instance extends Playing {
  readonly repeat: boolean;
  node: AudioBufferSourceNode | null; // null: still being decoded
  stopped: boolean;
}

export class SoundBoard {
  readonly #now: () => number;
  readonly #onLock: (locked: boolean) => void;
  readonly #buffers = new Map<TrackFile, Promise<AudioBuffer | null>>();
  readonly #instances = new Set<Instance>();
  #tracks: ReadonlyMap<string, TrackFile> = new Map();
  #wanted: Wanted[] = [];
  #context: AudioContext | null = null;

  constructor(now: () => number, onLock: (locked: boolean) => void) {
    this.#now = now;
    this.#onLock = onLock;
  }

  // To be called when tracks came or went. What plays goes on.
  setTracks(tracks: ReadonlyMap<string, TrackFile>): void {
    this.#tracks = new Map(tracks);
    const kept = new Set(tracks.values());
    for (const file of this.#buffers.keys()) {
      if (!kept.has(file)) this.#buffers.delete(file);
    }
  }

  start(start: Start): void {
    if (!this.#tracks.has(start.name)) return;
    const context = this.#open();
    if (context?.state === 'running') {
      void this.#play(context, start);
      return;
    }
    this.#wanted.push({ start, since: this.#now() });
    this.#wanted = this.#wanted.slice(-100);
    this.#onLock(true);
  }

  stop(stop: Stop): void {
    this.#wanted = this.#wanted.filter(({ start }) => !isStopped(start, stop));
    for (const instance of this.#instances) {
      if (isStopped(instance, stop)) this.#end(instance);
    }
  }

  // The loops that play are to be these.
  setLoops(starts: readonly Start[]): void {
    const waiting = this.#wanted.filter(({ start }) => start.repeat).map(({ start }) => start);
    const playing = [...this.#instances].filter(({ repeat }) => repeat);
    const { over, missing } = sameSounds<Start | Instance, Start>([...waiting, ...playing], starts);
    for (const loop of over) {
      if ('node' in loop) this.#end(loop);
      else this.#wanted = this.#wanted.filter(({ start }) => start !== loop);
    }
    for (const start of missing) this.start(start);
  }

  stopAll(): void {
    this.stop({ type: 'stop_audio', name: null, id: null });
  }

  // To be called from within a gesture.
  unlock(): void {
    const context = this.#open();
    if (context && context.state !== 'running') void context.resume().then(() => this.#onRunning(context));
  }

  close(): void {
    this.stopAll();
    void this.#context?.close();
    this.#context = null;
  }

  #open(): AudioContext | null {
    if (!this.#context && typeof AudioContext !== 'undefined') {
      const context = new AudioContext();
      context.onstatechange = () => this.#onRunning(context);
      this.#context = context;
    }
    return this.#context;
  }

  #onRunning(context: AudioContext): void {
    if (context.state !== 'running') return;
    this.#onLock(false);
    const due = stillWanted(this.#wanted, this.#now());
    this.#wanted = [];
    for (const start of due) void this.#play(context, start);
  }

  async #play(context: AudioContext, { name, id, repeat, volume }: Start): Promise<void> {
    const file = this.#tracks.get(name);
    if (!file) return;
    const instance: Instance = { name, id, repeat, node: null, stopped: false };
    this.#instances.add(instance);
    const buffer = await this.#buffer(context, file);
    if (!buffer || instance.stopped) {
      this.#instances.delete(instance);
      return;
    }
    const gain = new GainNode(context, { gain: volume });
    const node = new AudioBufferSourceNode(context, { buffer, loop: repeat });
    node.onended = () => {
      this.#instances.delete(instance);
      gain.disconnect();
    };
    node.connect(gain).connect(context.destination);
    node.start();
    instance.node = node;
  }

  #end(instance: Instance): void {
    instance.stopped = true;
    instance.node?.stop();
    this.#instances.delete(instance);
  }

  #buffer(context: AudioContext, file: TrackFile): Promise<AudioBuffer | null> {
    const known = this.#buffers.get(file);
    if (known) return known;
    // The decoder takes the bytes away from their owner, so it gets a copy.
    const decoded = context.decodeAudioData(file.data.slice(0)).catch(() => {
      console.warn(`the sound ${file.name} cannot be played`);
      return null;
    });
    this.#buffers.set(file, decoded);
    return decoded;
  }
}
