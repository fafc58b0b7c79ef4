// One open page: its connection, its playground, its questions and messages. Views read the signals and call the methods;
// everything that could be said without a browser is in model/, everything on the wire in net/.
import { batch, type Signal, signal } from '@preact/signals';
import { isSilentKey } from '../../model/keys';
import {
  absent,
  countDevices,
  type Ending,
  end,
  endingOfNews,
  endingOfPlay,
  lose,
  type Presence,
} from '../../model/presence';
import { answerTo, ask, noQuestions, type Question, type Questions, reconcile, settle } from '../../model/questions';
import { rebuild } from '../../model/replay';
import { step } from '../../model/simulation';
import type { Sprite } from '../../model/sprite';
import { addToast, dismiss, dismissAll, expire, noToasts, type Toasts } from '../../model/toasts';
import { apply, emptyWorld, type World } from '../../model/world';
import { Hub, type Owner } from '../../net/hub';
import type { Dial } from '../../net/line';
import type { Snapshot } from '../../protocol/decode';
import type {
  Acceleration,
  Device,
  Gyro,
  Message,
  PlayNews,
  Report,
  SoundMessage,
  StageMessage,
  StartAudio,
  Toast,
} from '../../protocol/events';
import type { PlayInfo } from '../../protocol/pages';
import { isPlay } from './options';

export interface Surroundings {
  readonly dial: Dial;
  wall(): number; // seconds since 1970
  steady(): number; // seconds of a clock that nobody sets
  askPlay(id: string): Promise<PlayInfo | null>;
  warningText(news: PlayNews): string;
}

// What shows the playground. Absent on other pages: then nothing is simulated, shown or heard.
export interface Theatre {
  worldReplaced(): void;
  filesChanged(): void;
  sound(message: SoundMessage): void;
  loops(running: readonly StartAudio[]): void; // these and no others play on
  silence(): void;
  awaken(): void; // something may move from now on
}

export interface LoggedKey {
  readonly nr: number;
  readonly at: number;
  readonly key: string;
}

const loggedKeys = 6;

export class Session implements Owner {
  readonly deviceId: Signal<string>;
  readonly silent: boolean;
  readonly presence = signal<Presence>(absent);
  readonly questions = signal<Questions>(noQuestions);
  readonly toasts = signal<Toasts>(noToasts);
  readonly soundLocked = signal(false);
  readonly keys = signal<readonly LoggedKey[]>([]);
  readonly blank = signal(true); // nothing was drawn yet

  #world: World;
  #theatre: Theatre | null = null;
  #hub: Hub | null = null;
  #clockOffset = 0;
  #loops: readonly StartAudio[] = []; // of a snapshot that came before the stage
  readonly #around: Surroundings;

  constructor(deviceId: string, silent: boolean, around: Surroundings) {
    this.deviceId = signal(deviceId);
    this.silent = silent;
    this.#around = around;
    this.#setClock();
    this.#world = emptyWorld(this.now());
  }

  get world(): World {
    return this.#world;
  }

  // Seconds since 1970 by a clock that does not jump while a world lives.
  now(): number {
    return this.#around.steady() + this.#clockOffset;
  }

  open(): void {
    const identity = { id: this.deviceId.value, silent: this.silent };
    this.#hub ??= new Hub(this.#around.dial, this, identity, () => this.#around.wall());
  }

  close(): void {
    this.#hub?.close();
    this.#hub = null;
  }

  // A play that is known to be over needs no connection.
  endBefore(play: PlayInfo): void {
    this.presence.value = end(this.presence.value, endingOfPlay(play));
  }

  show(theatre: Theatre | null): void {
    this.#theatre = theatre;
    theatre?.filesChanged();
    theatre?.loops(this.#loops);
    if (theatre) this.#loops = [];
    theatre?.awaken();
  }

  // Brings the playground to the present. Call it often while something moves.
  advance(): void {
    if (!this.#theatre) return;
    this.#report(step(this.#world, this.now()));
  }

  checkAlive(): void {
    this.#hub?.checkAlive((seconds, then) => setTimeout(then, seconds * 1000));
  }

  // ---- what the player does

  press(key: string): void {
    if (this.silent || isSilentKey(key)) return;
    this.#hub?.tell({ type: 'key', key });
    const nr = (this.keys.value[0]?.nr ?? 0) + 1;
    this.keys.value = [{ nr, at: this.#around.wall(), key }, ...this.keys.value].slice(0, loggedKeys);
  }

  click({ id, text, x, y }: Sprite): void {
    if (this.silent) return;
    this.#hub?.tell({ type: 'sprite_clicked', id, ...(text ? { text } : {}), x, y });
  }

  sense(reading: Acceleration | Gyro): void {
    if (!this.silent) this.#hub?.tellLatest(reading);
  }

  // Without a response: cancelled, or an alert read.
  answer(question: Question, response?: unknown): void {
    if (this.silent) return;
    const { shown } = this.questions.value;
    if (shown?.question !== question) return; // withdrawn at this very moment
    this.#hub?.answer(answerTo(question, shown.since, response));
    this.questions.value = settle(this.questions.value, question.key, this.#around.wall());
  }

  rename(id: string): void {
    const wanted = id.trim();
    if (wanted === '' || wanted === this.deviceId.value) return;
    batch(() => {
      this.deviceId.value = wanted;
      this.questions.value = noQuestions;
      this.presence.value = { ...this.presence.value, nr: null, scripts: 0, players: 0, refusal: null };
    });
    this.#theatre?.silence();
    this.#replaceWorld(emptyWorld(this.now()));
    this.#hub?.rename(wanted);
  }

  notify(message: string, tone: Toast['tone'], lasts: number | null): void {
    const stamp = this.#around.wall();
    this.toasts.value = addToast(this.toasts.value, { type: 'toast', message, tone, stamp, lasts }, stamp);
  }

  dismiss(nr: number | 'all'): void {
    this.toasts.value = nr === 'all' ? dismissAll(this.toasts.value) : dismiss(this.toasts.value, nr);
  }

  expireToasts(): void {
    this.toasts.value = expire(this.toasts.value, this.#around.wall());
  }

  // ---- what the hub says

  connected(): void {
    this.presence.value = { ...this.presence.value, connection: 'connected', refusal: null };
  }

  disconnected(): void {
    this.presence.value = lose(this.presence.value);
  }

  device({ nr }: Device): void {
    this.presence.value = { ...this.presence.value, nr };
  }

  devices(devices: readonly Device[]): void {
    this.presence.value = countDevices(this.presence.value, devices, this.deviceId.value);
  }

  message(message: Message): void {
    const wall = this.#around.wall();
    switch (message.type) {
      case 'toast':
        this.toasts.value = addToast(this.toasts.value, message, wall);
        return;
      case 'alert':
      case 'prompt':
        this.questions.value = ask(this.questions.value, message, wall);
        return;
      case 'cancel':
        this.questions.value = settle(this.questions.value, message.key, wall);
        return;
      case 'start_audio':
      case 'stop_audio':
        this.#theatre?.sound(message);
        return;
      default:
        this.#stageMessage(message);
    }
  }

  // The page begins anew with what the hub has kept, unless that is older than what the page shows. Short sounds go on: the
  // hub does not know which of them have ended.
  snapshot(snapshot: Snapshot): void {
    const wall = this.#around.wall();
    const open = snapshot.messages.map(({ message }) => message).filter(isQuestion);
    this.questions.value = reconcile(this.questions.value, open, wall);
    this.#setClock();
    const agree = isPlay(this.deviceId.value);
    const known = this.#world.sprites.size > 0 || this.#world.images.size > 0 ? this.#world : null;
    if (snapshot.screen?.stale && !this.blank.value) return;
    this.#replaceWorld(rebuild(known, snapshot, this.now(), agree));
    if (!snapshot.screen) return;
    if (this.#theatre) this.#theatre.loops(snapshot.screen.loops);
    else this.#loops = snapshot.screen.loops;
  }

  cleared(): void {
    this.#replaceWorld(emptyWorld(this.now()));
  }

  play(news: PlayNews): void {
    if (news.state === 'warning') {
      this.notify(this.#around.warningText(news), 'warn', news.secondsLeft);
      return;
    }
    this.#end(endingOfNews(news));
    void this.#learnEnding();
  }

  refused(event: string, why: string): void {
    if (event !== 'new_device') {
      console.warn(`the hub refused ${event}: ${why}`);
      this.notify(why, 'error', 8);
      return;
    }
    this.presence.value = { ...this.presence.value, connection: 'refused', refusal: why };
    if (isPlay(this.deviceId.value)) void this.#learnEnding();
  }

  // ---- inside

  // A play refuses devices when it is over, for instance one that slept too long: then show how it ended. And its authors
  // may know more about an ending than the hub says to everybody.
  async #learnEnding(): Promise<void> {
    const play = await this.#around.askPlay(this.deviceId.value);
    if (play?.state === 'ended' || play?.state === 'ending') this.#end(endingOfPlay(play));
  }

  #end(ending: Ending): void {
    batch(() => {
      this.presence.value = end(this.presence.value, ending);
      this.questions.value = noQuestions;
    });
    this.#theatre?.silence();
    this.close();
  }

  #stageMessage(message: StageMessage): void {
    const now = this.now();
    // First to the present, so that the message meets everything where it is.
    if (this.#theatre) this.#report(step(this.#world, now));
    else this.#world.now = now;
    this.#report(apply(this.#world, message, now));
    this.blank.value = false;
    if (message.type === 'clear_playground') this.#theatre?.silence();
    if (message.type === 'clear_playground' || message.type === 'playground_config') this.#theatre?.filesChanged();
    this.#theatre?.awaken();
  }

  #report(reports: readonly Report[]): void {
    if (this.silent || !this.#theatre) return;
    for (const report of reports) this.#hub?.tell(report);
  }

  #replaceWorld(world: World): void {
    this.#world = world;
    this.blank.value = world.version === 0;
    this.#theatre?.worldReplaced();
    this.#theatre?.filesChanged();
    this.#theatre?.awaken();
  }

  #setClock(): void {
    this.#clockOffset = this.#around.wall() - this.#around.steady();
  }
}

function isQuestion(message: Message): message is Question {
  return message.type === 'alert' || message.type === 'prompt';
}
