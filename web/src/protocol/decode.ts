// unknown → typed. What a page receives was written by somebody's first Python program: each field is taken if it makes
// sense and left out if it does not; only a message whose subject is unclear is refused as a whole.
import type {
  Alert,
  Cancel,
  ConfigChange,
  Device,
  Envelope,
  LineChange,
  Message,
  PlayNews,
  Prompt,
  QuestionKey,
  SpriteChange,
  StartAudio,
  Toast,
} from './events';
import { borderStyles, inputTypes } from './events';
import { type Fields, flag, identity, isFields, list, number, paint, pair, positive, text, word } from './fields';
import { imageFiles, trackFiles } from './files';
import { readMovements } from './movements';

export class DecodeError extends Error {}

// undefined: a type that is none of the page's business (games invent their own).
export function decodeMessage(payload: unknown): Message | DecodeError | undefined {
  if (!isFields(payload)) return new DecodeError('a message is an object');
  const decode = decoders[String(payload.type)];
  return decode?.(payload);
}

type Decoder = (message: Fields) => Message | DecodeError;
const decoders: Readonly<Record<string, Decoder>> = Object.assign(Object.create(null), {
  playground_config: (message: Fields) =>
    isFields(message.config)
      ? { type: 'playground_config', config: decodeConfig(message.config) }
      : new DecodeError('playground_config without config'),
  sprite: (message: Fields) =>
    oneOf(decodeSprite(message.sprite), (sprite) => ({ type: 'sprites', sprites: [sprite] })),
  sprites: (message: Fields) => ({ type: 'sprites', sprites: all(message.sprites, decodeSprite) }),
  line: (message: Fields) => oneOf(decodeLine(message.line), (line) => ({ type: 'lines', lines: [line] })),
  lines: (message: Fields) => ({ type: 'lines', lines: all(message.lines, decodeLine) }),
  remove_sprite: (message: Fields) => oneOf(identity(message.id), (id) => ({ type: 'remove_sprite', id })),
  remove_line: (message: Fields) => oneOf(identity(message.id), (id) => ({ type: 'remove_line', id })),
  clear_playground: () => ({ type: 'clear_playground' }),
  clean_playground: () => ({ type: 'clean_playground' }),
  start_audio: decodeStart,
  stop_audio: (message: Fields) => ({
    type: 'stop_audio',
    name: text(message.name) ?? null,
    id: identity(message.id) ?? null,
  }),
  notification: (message: Fields) => (message.alert ? decodeAlert(message) : decodeToast(message)),
  input_prompt: decodePrompt,
  cancel_user_input: (message: Fields): Cancel => ({ type: 'cancel', key: questionKey(message) }),
} satisfies Record<string, Decoder>);

function oneOf<In>(value: In | undefined, make: (value: In) => Message): Message | DecodeError {
  return value === undefined ? new DecodeError('a message about something without an id') : make(value);
}

function all<Out>(value: unknown, decode: (entry: unknown) => Out | undefined): Out[] {
  return list(value)
    .map(decode)
    .filter((entry) => entry !== undefined);
}

function decodeConfig(config: Fields): ConfigChange {
  return {
    width: positive(config.width),
    height: positive(config.height),
    shiftX: number(config.shift_x),
    shiftY: number(config.shift_y),
    color: paint(config.color),
    image: text(config.image),
    images: imageFiles(config.images),
    tracks: trackFiles(config.audio_tracks),
  };
}

export function decodeSprite(entry: unknown): SpriteChange | undefined {
  if (!isFields(entry)) return undefined;
  const id = identity(entry.id);
  if (id === undefined) return undefined;
  return {
    id,
    x: number(entry.pos_x),
    y: number(entry.pos_y),
    width: number(entry.width),
    height: number(entry.height),
    anchor: pair(entry.anchor),
    round: typeof entry.form === 'string' ? entry.form === 'round' : undefined,
    color: paint(entry.color),
    borderColor: paint(entry.border_color),
    borderWidth: number(entry.border_width),
    borderStyle: word(entry.border_style, borderStyles),
    text: text(entry.text),
    fontColor: paint(entry.font_color),
    fontSize: positive(entry.font_size),
    image: text(entry.image),
    rotate: number(entry.rotate),
    z: number(entry.z_index),
    clickable: flag(entry.clickable),
    flagged: flag(entry.collision_detection),
    direction: pair(entry.direction),
    speed: number(entry.speed),
    distance: number(entry.distance),
    span: number(entry.time_span),
    resetTime: flag(entry.reset_time),
    movements: readMovements(entry.movements),
  };
}

function decodeLine(entry: unknown): LineChange | undefined {
  if (!isFields(entry)) return undefined;
  const id = identity(entry.id);
  if (id === undefined) return undefined;
  return {
    id,
    x1: number(entry.x1),
    y1: number(entry.y1),
    x2: number(entry.x2),
    y2: number(entry.y2),
    color: paint(entry.color),
    width: number(entry.line_width),
    z: number(entry.z_index),
  };
}

function decodeStart(message: Fields): StartAudio | DecodeError {
  const name = text(message.name);
  if (name === undefined) return new DecodeError('start_audio without a name');
  const volume = Math.min(1, Math.max(0, number(message.volume) ?? 0.8));
  return { type: 'start_audio', name, id: identity(message.id) ?? null, repeat: message.repeat === true, volume };
}

function questionKey(message: Fields): QuestionKey {
  return { asker: text(message.response_id) ?? '', stamp: number(message.time_stamp) ?? 0 };
}

function decodeToast(message: Fields): Toast {
  const milliseconds = positive(message.time);
  return {
    type: 'toast',
    message: text(message.message) ?? '',
    tone: word(message.notification_type, ['success', 'warn', 'error'] as const) ?? 'info',
    stamp: number(message.time_stamp) ?? 0,
    lasts: milliseconds === undefined ? null : milliseconds / 1000,
  };
}

function decodeAlert(message: Fields): Alert {
  return { type: 'alert', key: questionKey(message), message: text(message.message) ?? '' };
}

function decodePrompt(message: Fields): Prompt {
  return {
    type: 'prompt',
    key: questionKey(message),
    question: text(message.question) ?? '',
    input: word(message.input_type, inputTypes) ?? 'text',
    options: list(message.options),
  };
}

export function decodeEnvelope(payload: unknown): Envelope {
  const message = isFields(payload) ? payload : {};
  return {
    deviceId: text(message.device_id) ?? null,
    broadcast: message.broadcast === true,
    deliverTo: text(message.deliver_to) ?? null,
    stamp: number(message.time_stamp) ?? 0,
  };
}

export function decodeDevice(payload: unknown): Device | DecodeError {
  if (!isFields(payload)) return new DecodeError('a device is an object');
  const [id, nr] = [text(payload.device_id), number(payload.device_nr)];
  if (id === undefined || nr === undefined) return new DecodeError('a device has an id and a number');
  return {
    id,
    nr,
    socket: text(payload.socket_id) ?? '',
    client: payload.is_client === true,
    silent: payload.is_silent === true,
  };
}

export function decodeDevices(payload: unknown): Device[] {
  const devices = isFields(payload) ? list(payload.devices) : [];
  return devices.map(decodeDevice).filter((device): device is Device => !(device instanceof DecodeError));
}

export interface Stored {
  readonly stamp: number;
  readonly message: Message;
}
export interface Snapshot {
  readonly deviceId: string;
  readonly now: number; // the server's clock
  readonly messages: readonly Stored[]; // oldest first, whatever their type
  readonly empty: boolean; // nothing is stored, not even what the page does not know
  readonly screen: Screen | null;
}

// What the lists do not say: layers of what came without one, and what is to be heard.
export interface Screen {
  readonly stale: boolean; // of a server that was killed: a page that stayed open knows better
  readonly nextLayer: number;
  readonly loops: readonly StartAudio[];
}

export function decodeSnapshot(payload: unknown): Snapshot | DecodeError {
  if (!isFields(payload) || !isFields(payload.all_data)) return new DecodeError('all_data without all_data');
  const screen = isFields(payload.screen) ? payload.screen : null;
  const stored = Object.entries(payload.all_data).flatMap(([type, entries]) =>
    list(entries).map((entry, i) => ({ entry, birth: list(screen?.[type])[i] })),
  );
  const messages = stored
    .map(({ entry, birth }) => ({ ...decodeEnvelope(entry), ...decodeBirth(birth), message: decodeMessage(entry) }))
    .filter((entry) => entry.message !== undefined && !(entry.message instanceof DecodeError))
    .map(({ stamp, born, layer, message }) => ({ stamp, born, message: inLayer(message as Message, layer) }))
    .sort((a, b) => a.stamp - b.stamp)
    .sort((a, b) => a.born - b.born);
  return {
    deviceId: text(payload.device_id) ?? '',
    now: number(payload.time_stamp) ?? 0,
    messages,
    empty: stored.length === 0,
    screen: screen && decodeScreen(screen),
  };
}

// [born, layer] of a stored sprite or line: its place among those on the stage, and the layer it took if it said none.
function decodeBirth(row: unknown): { born: number; layer: number | undefined } {
  const [born, layer] = list(row);
  return { born: number(born) ?? 0, layer: number(layer) || undefined };
}

function inLayer(message: Message, layer: number | undefined): Message {
  if (layer === undefined) return message;
  const placed = <Change extends { readonly z?: number | undefined }>(change: Change) => ({
    ...change,
    z: change.z ?? layer,
  });
  if (message.type === 'sprites') return { ...message, sprites: message.sprites.map(placed) };
  if (message.type === 'lines') return { ...message, lines: message.lines.map(placed) };
  return message;
}

function decodeScreen(screen: Fields): Screen {
  const loops = list(screen.loops)
    .map((entry) => (isFields(entry) ? decodeStart({ ...entry, repeat: true }) : undefined))
    .filter((start): start is StartAudio => start !== undefined && !(start instanceof DecodeError));
  return { stale: screen.stale === true, nextLayer: positive(screen.next_layer) ?? 1, loops };
}

export function decodePlayNews(payload: unknown): PlayNews | DecodeError {
  if (!isFields(payload)) return new DecodeError('play_state is an object');
  const state = word(payload.state, ['warning', 'ended'] as const);
  if (state === undefined) return new DecodeError(`play_state of an unknown state: ${String(payload.state)}`);
  return {
    deviceId: text(payload.device_id) ?? '',
    state,
    reason: text(payload.reason) ?? null,
    detail: text(payload.detail) ?? null,
    score: number(payload.score) ?? null,
    secondsLeft: number(payload.seconds_left) ?? null,
  };
}

// A message concerns a page that is called `own` if it was sent to that id, by whatever way, or to everyone.
export function concerns(envelope: Envelope, own: string): boolean {
  return envelope.broadcast || envelope.deviceId === own || envelope.deliverTo === own;
}
