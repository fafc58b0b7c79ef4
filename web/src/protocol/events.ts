// The messages a page and a game exchange through the hub, as the page uses them after decode.ts has checked them. Field
// names on the wire are frozen: games already written depend on them. Lengths are playground units (pu), times seconds.

// Python names sprites by text, but nothing stops it from counting them: an id goes back in the type it came in.
export type Id = string | number;
export type Pair = readonly [number, number];

// A CSS colour that has been looked at, or null for the words that mean "no colour".
export type Paint = string | null;

export const borderStyles = [
  'dotted',
  'dashed',
  'solid',
  'double',
  'groove',
  'ridge',
  'inset',
  'outset',
  'none',
  'hidden',
] as const;
export type BorderStyle = (typeof borderStyles)[number];

// Velocity is 10 · speed · direction, never normalised.
export interface RelativeCourse {
  readonly kind: 'relative';
  readonly direction: Pair;
  readonly speed: number;
  readonly distance: number | null; // wins over span
  readonly span: number | null;
}
// Straight to a point, in `time` seconds, or else at 10 · speed pu/s.
export interface AbsoluteCourse {
  readonly kind: 'absolute';
  readonly to: Pair;
  readonly time: number | null;
  readonly speed: number;
}
export type Course = RelativeCourse | AbsoluteCourse;

export interface Movement {
  readonly id: string | null; // given by the hub; null when it comes without one
  readonly course: Course;
}
export interface Movements {
  readonly movements: readonly Movement[];
  readonly runs: number; // Infinity for `cycle`
  readonly cancelPrevious: boolean;
  readonly exitOnDone: boolean;
}

// What a message says about a sprite. Whatever is undefined is left as it is.
export interface SpriteChange {
  readonly id: Id;
  readonly x?: number | undefined;
  readonly y?: number | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly anchor?: Pair | undefined;
  readonly round?: boolean | undefined;
  readonly color?: Paint | undefined;
  readonly borderColor?: Paint | undefined;
  readonly borderWidth?: number | undefined;
  readonly borderStyle?: BorderStyle | undefined;
  readonly text?: string | undefined;
  readonly fontColor?: Paint | undefined;
  readonly fontSize?: number | undefined;
  readonly image?: string | undefined;
  readonly rotate?: number | undefined; // degrees clockwise
  readonly z?: number | undefined;
  readonly clickable?: boolean | undefined;
  readonly flagged?: boolean | undefined; // collision_detection
  readonly direction?: Pair | undefined;
  readonly speed?: number | undefined;
  readonly distance?: number | undefined;
  readonly span?: number | undefined;
  readonly resetTime?: boolean | undefined;
  readonly movements?: Movements | undefined;
}

export interface LineChange {
  readonly id: Id;
  readonly x1?: number | undefined;
  readonly y1?: number | undefined;
  readonly x2?: number | undefined;
  readonly y2?: number | undefined;
  readonly color?: Paint | undefined;
  readonly width?: number | undefined;
  readonly z?: number | undefined;
}

export const imageTypes = ['jpg', 'jpeg', 'png', 'gif', 'bmp', 'webp', 'svg'] as const;
export type ImageType = (typeof imageTypes)[number];
export interface ImageFile {
  readonly name: string;
  readonly type: ImageType;
  readonly data: ArrayBuffer | string; // text for svg, bytes for the rest
}
export interface TrackFile {
  readonly name: string;
  readonly data: ArrayBuffer;
}
export interface ConfigChange {
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly shiftX?: number | undefined;
  readonly shiftY?: number | undefined;
  readonly color?: Paint | undefined;
  readonly image?: string | undefined;
  readonly images: readonly ImageFile[];
  readonly tracks: readonly TrackFile[];
}

export type StageMessage =
  | { readonly type: 'playground_config'; readonly config: ConfigChange }
  | { readonly type: 'sprites'; readonly sprites: readonly SpriteChange[] }
  | { readonly type: 'remove_sprite'; readonly id: Id }
  | { readonly type: 'lines'; readonly lines: readonly LineChange[] }
  | { readonly type: 'remove_line'; readonly id: Id }
  | { readonly type: 'clear_playground' }
  | { readonly type: 'clean_playground' };

export interface StartAudio {
  readonly type: 'start_audio';
  readonly name: string;
  readonly id: Id | null;
  readonly repeat: boolean;
  readonly volume: number;
}
export type SoundMessage =
  | StartAudio
  | { readonly type: 'stop_audio'; readonly name: string | null; readonly id: Id | null };

// What a question is known by: Python finds its answer by comparing both exactly.
export interface QuestionKey {
  readonly asker: string; // response_id, the asking socket; '' if the hub gave none
  readonly stamp: number; // time_stamp, to the bit
}
export type Tone = 'info' | 'success' | 'warn' | 'error';
export const inputTypes = ['text', 'number', 'date', 'time', 'datetime-local', 'select'] as const;
export type InputType = (typeof inputTypes)[number];

export interface Toast {
  readonly type: 'toast';
  readonly message: string;
  readonly tone: Tone;
  readonly stamp: number;
  readonly lasts: number | null; // seconds; null until dismissed
}
export interface Alert {
  readonly type: 'alert';
  readonly key: QuestionKey;
  readonly message: string;
}
export interface Prompt {
  readonly type: 'prompt';
  readonly key: QuestionKey;
  readonly question: string;
  readonly input: InputType;
  readonly options: readonly unknown[];
}
export interface Cancel {
  readonly type: 'cancel';
  readonly key: QuestionKey;
}

export type Message = StageMessage | SoundMessage | Toast | Alert | Prompt | Cancel;

export interface Envelope {
  readonly deviceId: string | null;
  readonly broadcast: boolean;
  readonly deliverTo: string | null;
  readonly stamp: number;
}

export interface Device {
  readonly id: string;
  readonly nr: number;
  readonly socket: string;
  readonly client: boolean;
  readonly silent: boolean;
}

export interface PlayNews {
  readonly deviceId: string;
  readonly state: 'warning' | 'ended';
  readonly reason: string | null;
  readonly detail: string | null;
  readonly score: number | null;
  readonly secondsLeft: number | null;
}

// What the page tells the game, without the envelope (device_id, device_nr, time_stamp, broadcast) that net/hub.ts adds.
export interface Party {
  readonly id: Id;
  readonly collision_detection: boolean;
  readonly pos_x: number;
  readonly pos_y: number;
}
export type Border = 'left' | 'right' | 'top' | 'bottom';
export type Report =
  | {
      readonly type: 'border_overlap';
      readonly id: Id;
      readonly border: Border;
      readonly x: number;
      readonly y: number;
      readonly collision_detection: boolean;
    }
  | { readonly type: 'sprite_out'; readonly id: Id }
  | { readonly type: 'sprite_removed'; readonly id: Id }
  | {
      readonly type: 'sprite_collision';
      readonly sprites: readonly [Party, Party];
      readonly overlap: 'in' | 'out';
      readonly time_stamp: number;
    }
  | {
      readonly type: 'auto_movement_pos';
      readonly id: Id;
      readonly movement_id: string;
      readonly x: number;
      readonly y: number;
    };
export interface Click {
  readonly type: 'sprite_clicked';
  readonly id: Id;
  readonly text?: string;
  readonly x: number;
  readonly y: number;
}
export interface Key {
  readonly type: 'key';
  readonly key: string;
}
export interface Acceleration {
  readonly type: 'acceleration';
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly interval: number; // ms
}
export interface Gyro {
  readonly type: 'gyro';
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  readonly absolute: boolean;
}
export interface AlertConfirm {
  readonly type: 'alert_confirm';
  readonly time_stamp: number;
  readonly caller_id: string;
  readonly displayed_at: number;
}
export interface InputResponse {
  readonly type: 'input_response';
  readonly time_stamp: number;
  readonly caller_id: string;
  readonly displayed_at: number;
  readonly response?: unknown; // absent: cancelled
}
export type Answer = AlertConfirm | InputResponse;
export type Outgoing = Report | Click | Key | Acceleration | Gyro | Answer;
