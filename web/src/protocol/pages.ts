// What the server gives each page: the twin of src/arcade/pages.cc. Both sides' tests read tests/golden/pages/*.json.
//
// Every page route answers the same small HTML shell with one of these objects in <script type="application/json" id="page">;
// a request with `Accept: application/json` gets the object itself. Forms are ordinary HTML forms: they work by the browser
// alone, answer with a redirect, or with status 422 and the same page carrying `form.error` and the typed values.
// Names of members are frozen; times are ISO 8601 in UTC; seconds have up to three decimals.

export interface Viewer {
  kind: 'anonymous' | 'registered';
  name: string; // '' when anonymous
  admin: boolean;
  csrf: string; // goes into every form as the hidden field `csrf`
}

export interface Shell<Name extends string, Data> {
  page: Name;
  viewer: Viewer;
  url: string; // HOST_URL or the address asked for, without a slash at the end
  notice: Notice | null; // of the redirect that led here
  data: Data;
}
export interface Notice {
  kind: 'info' | 'warning' | 'error';
  code: string; // text in i18n under notice.<code>; unknown codes show `text`
  text: string;
}

export interface Badges {
  reporting: boolean;
  acc: boolean;
  key: boolean;
  touch: boolean;
  gyro: boolean;
}
export interface GameCard {
  id: number;
  name: string;
  authors: string;
  description: string;
  preview: string | null; // URL
  rating: number | null; // mean, not rounded
  ratings: number;
  badges: Badges;
  max_players: number;
  playable: boolean;
}
// `/` and `/index`
export interface GamesData {
  games: GameCard[];
  running: number;
  places: number;
  sandbox: { level: number; summary: string }; // level 0: nothing can be played on this machine, summary says why
}
// `/most_played`
export interface MostPlayedData {
  rows: { game_id: number; game: string; plays: number; seconds: number; max_score: number; longest_seconds: number }[];
}
// `/scoreboard?game_id=`
export interface ScoreboardData {
  game: GameCard;
  can_edit: boolean;
  can_rate: boolean;
  own_rating: number | null;
  compact: boolean;
  no_nav: boolean;
  board: { rank: number; name: string; score: number; plays: number; seconds: number; own: boolean }[];
  my_plays: { id: string; start: string; seconds: number; score: number; reason: string | null }[] | null; // null: anonymous
}
// `/request_player_login/<id>`
export interface ChooseLoginData {
  game: GameCard;
  anonymous_url: string; // `/anonym?...` with a fresh id
}
// `/login`
export interface LoginData {
  login: string; // typed before
  next: string; // path to go on to
  error: FormError | null;
  local: boolean;
  oidc: boolean;
}
// `/first-admin?token=`: the one-time link of `recess serve`
export interface FirstAdminData {
  token: string;
  login: string;
  error: FormError | null;
}
export interface FormError {
  code: string; // i18n under error.<code>, with `entry` filled in; unknown codes show `message`
  field: string | null;
  entry: string | null; // the archive entry that is to blame
  message: string; // English, complete
}
// `/upload_game`, `/update_game?game_id=`
export interface GameFormData {
  game: {
    id: number;
    preview: string | null;
    main_script: string;
    scripts: string[];
    code: string | null;
    notes: string[];
  } | null;
  values: {
    name: string;
    authors: string;
    description: string;
    supports_acc: boolean;
    supports_key: boolean;
    supports_touch: boolean;
    supports_gyro: boolean;
    max_players: number;
  };
  error: FormError | null;
  limits: { upload_bytes: number; preview_bytes: number; unpacked_bytes: number; file_bytes: number; entries: number };
  packages: string[]; // what a game can import besides the standard library
}
// `/user`: my games
export interface MyGamesData {
  games: {
    id: number;
    name: string;
    author: string;
    created: string;
    playable: boolean;
    version: number | null;
    plays: {
      id: string;
      start: string;
      seconds: number;
      score: number;
      state: PlayState;
      reason: string | null;
      detail: string | null;
    }[]; // newest 20
  }[];
}
export type PlayState = 'queued' | 'starting' | 'running' | 'ending' | 'ended';
// `/console/<play>`; live: GET /api/v1/plays/<play>/log?from=<byte> as text/event-stream or JSON, see ConsoleChunk
export interface ConsoleData {
  play: PlayInfo;
  lines: ConsoleLine[];
  next: number; // byte offset to go on from
  truncated: boolean;
  traceback: Traceback | null;
}
export interface ConsoleLine {
  at: string;
  stream: 'out' | 'recess';
  text: string; // control characters already escaped
  repeated: number; // 1 = once
}
export interface ConsoleChunk {
  lines: ConsoleLine[];
  next: number;
  play: PlayInfo;
  traceback: Traceback | null;
}
export interface Traceback {
  error: string; // "ValueError: bad level"
  file: string; // relative to the game folder, '' if unknown
  line: number;
  text: string;
}
// Also GET /api/v1/plays/<play>
export interface PlayInfo {
  id: string;
  game_id: number | null;
  game: string;
  player: string;
  state: PlayState;
  score: number;
  started: string | null;
  ended: string | null;
  seconds: number;
  reason: string | null;
  devices: number;
  join_code?: string; // for who started it, while it runs
  detail?: string | null; // from here on: owner and admin only
  exit_code?: number | null;
  signal?: number | null;
  cpu_ms?: number;
  peak_bytes?: number;
  output_bytes?: number;
  version?: number | null;
}
// `/wait_for_start?game_id=&running_games=&ticket=`; live: GET /api/v1/queue/<ticket>
export interface WaitData {
  game: GameCard;
  running: number;
  ticket: string;
  queue: QueueState;
}
export interface QueueState {
  state: 'waiting' | 'starting' | 'running' | 'gone';
  position: number; // 1 = next
  running: number;
  estimate_s: number | null;
  url: string | null; // where the play is, when started
}
// `/playground`, `/connect`, `/controller`, `/observer`: one shell, the page reads the query itself
export interface PlayerData {
  play: PlayInfo | null; // when device_id names a play
  game: GameCard | null;
}
// `/admin`; live: GET /api/v1/running_games every 1500 ms
export interface AdminData {
  running: RunningPlay[];
  queue: { ticket: string; game: string; waited_s: number }[];
  users: { id: number; name: string; kind: string; admin: boolean; created: string }[];
  latest: {
    id: string;
    start: string;
    game_id: number | null;
    game: string;
    player: string;
    score: number;
    reason: string | null;
  }[];
  sandbox: {
    level: number;
    summary: string;
    properties: { name: string; given: boolean; required: boolean; detail: string }[];
    warm: number;
  };
  places: number;
  disk_free_bytes: number;
  reasons: { reason: string; count: number }[]; // of the last hour
}
export interface RunningPlay {
  game_play_id: string;
  game_id: number | null;
  game: string;
  player: string;
  state: PlayState;
  since: string;
  devices: number;
  watchable: boolean;
  pid?: string; // admin only, with the rest
  player_email?: string | null;
  cpu_ms?: number;
  memory_bytes?: number;
  output_bytes?: number;
}
// `/demo`: the display in the hall; live: GET /api/v1/running_games every 2000 ms, GET /api/v1/random_game_id?count=2
export interface DemoData {
  qr_url: string | null; // a picture of the QR code of this server's address
}
// `/docs` and `/docs/hub`: a reference, drawn from the description that programs read
export interface ReferenceData {
  kind: 'openapi' | 'asyncapi';
  document: string; // where the description is
}
// `/map`, `/w/NAME/map`, `/w/NAME/replay`: the ocean; live: server-sent events at `feed` (src/worlds/map_frames.h)
export interface MapData {
  page: 'map';
  world: string;
  feed: string; // path
  grid: string; // path; JSON with the depth of the sea floor
  replay: string | null; // path of the past, below which `/span` and `/frame?t=` are; null on the live map
  base: string; // address of the world without a slash at the end; `/join` is below it
}
// Errors: 403, 404, 413, 429, 500, 503
export interface ErrorData {
  status: number;
  title_code: string; // i18n under error.<code>
  message: string;
}

export type PageData =
  | Shell<'home', GamesData>
  | Shell<'index', GamesData>
  | Shell<'most_played', MostPlayedData>
  | Shell<'scoreboard', ScoreboardData>
  | Shell<'choose_login', ChooseLoginData>
  | Shell<'login', LoginData>
  | Shell<'first_admin', FirstAdminData>
  | Shell<'game_form', GameFormData>
  | Shell<'my_games', MyGamesData>
  | Shell<'console', ConsoleData>
  | Shell<'wait', WaitData>
  | Shell<'player', PlayerData>
  | Shell<'admin', AdminData>
  | Shell<'demo', DemoData>
  | Shell<'reference', ReferenceData>
  | Shell<'map', MapData>
  | Shell<'error', ErrorData>;
