// One example of every page's data, checked against the contract by the compiler. Tests draw their pages from them, and
// tools/preview.mjs shows them in a browser without a server.
import type { GameCard, Notice, PageData, PlayInfo, RunningPlay, Viewer } from '../protocol/pages';

type Name = PageData['page'];
export type ShellOf<Page extends Name> = Extract<PageData, { page: Page }>;

export const anna: Viewer = { kind: 'registered', name: 'Anna M.', admin: false, csrf: 'csrf-of-anna' };
export const admin: Viewer = { kind: 'registered', name: 'office', admin: true, csrf: 'csrf-of-office' };
export const nobody: Viewer = { kind: 'anonymous', name: '', admin: false, csrf: 'csrf-of-nobody' };

export const sampleNotice: Notice = { kind: 'info', code: 'game_updated', text: 'The changes are saved.' };

export const snake: GameCard = {
  id: 7,
  name: 'Snake at sea',
  authors: 'Anna, Beat',
  description:
    'Steer the snake with the arrow keys and eat the fish.\n\nThe longer the snake, the more points a fish is worth.',
  preview: null,
  rating: 3.75,
  ratings: 4,
  badges: { reporting: true, acc: true, key: true, touch: false, gyro: false },
  max_players: 1,
  playable: true,
};

export const sampleGames: GameCard[] = [
  snake,
  {
    ...snake,
    id: 8,
    name: 'Balance',
    authors: 'Class 3b',
    rating: 4.5,
    ratings: 12,
    badges: { reporting: true, acc: true, key: false, touch: false, gyro: true },
    max_players: 4,
  },
  {
    ...snake,
    id: 9,
    name: 'Paint together',
    authors: 'Noor',
    rating: 2.2,
    ratings: 1,
    badges: { reporting: false, acc: false, key: false, touch: true, gyro: false },
    max_players: 16,
  },
  { ...snake, id: 10, name: 'Broken toy', authors: 'Émile', rating: null, ratings: 0, playable: false },
  { ...snake, id: 11, name: '<b>Quiz</b> & answers', authors: '<script>alert(1)</script>', rating: 5, ratings: 2 },
  {
    ...snake,
    id: 12,
    name: 'WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW',
    authors: 'A very long line of authors who all want to be named here',
    rating: 0.2,
    ratings: 31,
  },
  { ...snake, id: 13, name: 'Tidal race', authors: 'Lio, Mia', rating: 4.1, ratings: 8, max_players: 2 },
  { ...snake, id: 14, name: 'Lighthouse keeper', authors: 'Samir', rating: null, ratings: 0 },
];

const play: PlayInfo = {
  id: 'game-1763724600000000001',
  game_id: 7,
  game: 'Snake at sea',
  player: 'Anna M.',
  state: 'running',
  score: 120,
  started: '2025-11-21T11:30:00Z',
  ended: null,
  seconds: 83.5,
  reason: null,
  devices: 1,
  cpu_ms: 1240,
  peak_bytes: 41_943_040,
  output_bytes: 2048,
  version: 3,
};

export const running: RunningPlay[] = [
  {
    game_play_id: play.id,
    game_id: 7,
    game: 'Snake at sea',
    player: 'Anna Muster',
    state: 'running',
    since: '2025-11-21T11:30:00Z',
    devices: 2,
    watchable: true,
    pid: '4711',
    player_email: 'anna.muster@example.org',
    cpu_ms: 1240,
    memory_bytes: 41_943_040,
    output_bytes: 2048,
  },
  {
    game_play_id: 'game-1763724600000000002',
    game_id: null,
    game: '',
    player: '<img src=x onerror=alert(1)>',
    state: 'starting',
    since: '2025-11-21T11:31:00Z',
    devices: 0,
    watchable: false,
  },
];

function shell<Page extends Name>(page: Page, viewer: Viewer, data: ShellOf<Page>['data']): ShellOf<Page> {
  return { page, viewer, url: 'http://127.0.0.1:8080', notice: null, data } as ShellOf<Page>;
}

const catalogue = { games: sampleGames, running: 3, places: 15, sandbox: { level: 1, summary: 'confined' } };
const limits = {
  upload_bytes: 16 * 1024 * 1024,
  preview_bytes: 5 * 1024 * 1024,
  unpacked_bytes: 64 * 1024 * 1024,
  file_bytes: 32 * 1024 * 1024,
  entries: 2000,
};
const values = {
  name: '',
  authors: '',
  description: '',
  supports_acc: true,
  supports_key: true,
  supports_touch: false,
  supports_gyro: false,
  max_players: 1,
};

export const samples: { [Page in Name]: ShellOf<Page> } = {
  home: shell('home', nobody, catalogue),
  index: shell('index', anna, catalogue),
  most_played: shell('most_played', anna, {
    rows: [
      { game_id: 7, game: 'Snake at sea', plays: 1204, seconds: 90_069, max_score: 4200, longest_seconds: 1803 },
      { game_id: 8, game: 'Balance', plays: 310, seconds: 30_300, max_score: 99, longest_seconds: 602.25 },
      { game_id: 9, game: 'Paint together', plays: 12, seconds: 69, max_score: 0, longest_seconds: 33 },
      { game_id: 14, game: 'Lighthouse keeper', plays: 1, seconds: 0, max_score: 0, longest_seconds: 0 },
    ],
  }),
  scoreboard: shell('scoreboard', anna, {
    game: snake,
    can_edit: true,
    can_rate: true,
    own_rating: 4,
    compact: false,
    no_nav: false,
    board: [
      { rank: 1, name: 'Beat K.', score: 4200, plays: 12, seconds: 3003, own: false },
      { rank: 2, name: 'Anna M.', score: 3100, plays: 3, seconds: 250.5, own: true },
      { rank: 3, name: 'magic.42', score: 12, plays: 1, seconds: 0, own: false },
      { rank: 4, name: 'noor', score: 11, plays: 4, seconds: 99, own: false },
      { rank: 5, name: 'Émile Z.', score: 10, plays: 4, seconds: 97, own: false },
      { rank: 6, name: 'lio', score: 2, plays: 4, seconds: 91, own: false },
      { rank: 7, name: 'mia', score: 0, plays: 4, seconds: 61, own: false },
    ],
    my_plays: [
      { id: 'game-1763724600000000003', start: '2025-11-21T11:30:00Z', seconds: 0, score: 40, reason: null },
      {
        id: 'game-1763724600000000002',
        start: '2025-11-20T08:15:00Z',
        seconds: 200.5,
        score: 3100,
        reason: 'player_left',
      },
      {
        id: 'game-1763724600000000001',
        start: '2025-11-19T14:02:00Z',
        seconds: 50,
        score: 7,
        reason: 'script_crashed',
      },
    ],
  }),
  choose_login: shell('choose_login', nobody, {
    game: snake,
    anonymous_url: '/anonym?game_id=7&playgame_id=game-1763724600000000009',
  }),
  login: shell('login', nobody, { login: '', next: '/user', error: null, local: true, oidc: true }),
  first_admin: shell('first_admin', nobody, { token: 'one-time-token', login: '', error: null }),
  game_form: shell('game_form', anna, {
    game: null,
    values,
    error: null,
    limits,
    packages: ['numpy', 'Pillow', 'smartphone_connector'],
  }),
  my_games: shell('my_games', anna, {
    games: [
      {
        id: 7,
        name: 'Snake at sea',
        author: 'anna.muster@example.org',
        created: '2025-10-02T09:00:00Z',
        playable: true,
        version: 3,
        plays: [
          {
            id: 'game-1763724600000000003',
            start: '2025-11-21T11:30:00Z',
            seconds: 0,
            score: 40,
            state: 'running',
            reason: null,
            detail: null,
          },
          {
            id: 'game-1763724600000000002',
            start: '2025-11-20T08:15:00Z',
            seconds: 12.5,
            score: 0,
            state: 'ended',
            reason: 'script_crashed',
            detail: 'ValueError: bad level (game.py, line 12)',
          },
          {
            id: 'game-1763724600000000001',
            start: '2025-11-19T14:02:00Z',
            seconds: 3600,
            score: 991,
            state: 'ended',
            reason: 'limit_exceeded',
            detail: 'time',
          },
        ],
      },
      {
        id: 10,
        name: 'Broken toy',
        author: 'anna.muster@example.org',
        created: '2025-11-01T09:00:00Z',
        playable: false,
        version: null,
        plays: [],
      },
    ],
  }),
  console: shell('console', anna, {
    play,
    lines: [
      { at: '2025-11-21T11:30:00Z', stream: 'recess', text: 'the game runs; it connected as script -1', repeated: 1 },
      { at: '2025-11-21T11:30:01Z', stream: 'out', text: 'Level 1', repeated: 1 },
      { at: '2025-11-21T11:30:02Z', stream: 'out', text: '  fish at (12, 40)\\x1b[31m', repeated: 240 },
      { at: '2025-11-21T11:30:04Z', stream: 'out', text: `a long line ${'la '.repeat(80)}`, repeated: 1 },
    ],
    next: 512,
    truncated: false,
    traceback: {
      error: 'ValueError: bad level',
      file: 'game.py',
      line: 12,
      text: [
        'Traceback (most recent call last):',
        '  File "/game/main.py", line 3, in <module>',
        '    import game',
        '  File "/game/game.py", line 12, in load',
        '    raise ValueError("bad level")',
        'ValueError: bad level',
      ].join('\n'),
    },
  }),
  wait: shell('wait', nobody, {
    game: snake,
    running: 15,
    ticket: 'ticket-1',
    queue: { state: 'waiting', position: 3, running: 15, estimate_s: 95, url: null },
  }),
  player: shell('player', nobody, { play, game: snake }),
  admin: shell('admin', admin, {
    running,
    queue: [
      { ticket: 'ticket-1', game: 'Snake at sea', waited_s: 12.4 },
      { ticket: 'ticket-2', game: 'Balance', waited_s: 75 },
    ],
    users: [
      { id: 3, name: 'noor@example.org', kind: 'oidc', admin: false, created: '2025-11-20T08:00:00Z' },
      { id: 2, name: 'anna.muster@example.org', kind: 'local', admin: false, created: '2025-10-01T08:00:00Z' },
      { id: 1, name: 'office', kind: 'local', admin: true, created: '2025-09-01T08:00:00Z' },
    ],
    latest: [
      {
        id: play.id,
        start: '2025-11-21T11:30:00Z',
        game_id: 7,
        game: 'Snake at sea',
        player: 'anna.muster@example.org',
        score: 120,
        reason: null,
      },
      {
        id: 'game-1763724500000000002',
        start: '2025-11-21T10:30:00Z',
        game_id: 8,
        game: 'Balance',
        player: 'noor@example.org',
        score: 99,
        reason: 'player_left',
      },
    ],
    sandbox: {
      level: 0,
      summary: 'user namespaces are switched off on this machine',
      properties: [
        { name: 'own network namespace', given: false, required: true, detail: 'clone: operation not permitted' },
        { name: 'system call filter', given: true, required: true, detail: 'seccomp with 42 rules' },
        {
          name: 'cgroup v2 limits',
          given: false,
          required: false,
          detail: 'no delegated cgroup; memory is watched instead',
        },
      ],
      warm: 4,
    },
    places: 15,
    disk_free_bytes: 52_613_349_376,
    reasons: [
      { reason: 'player_left', count: 41 },
      { reason: 'script_crashed', count: 3 },
      { reason: 'a_reason_of_tomorrow', count: 1 },
    ],
  }),
  demo: shell('demo', nobody, { qr_url: '/assets/icon.svg' }),
  reference: shell('reference', nobody, { kind: 'openapi', document: '/openapi.json' }),
  map: shell('map', nobody, {
    page: 'map',
    world: 'main',
    feed: '/map/feed',
    grid: '/map/grid',
    replay: null,
    base: 'http://localhost:8080',
  }),
  error: shell('error', nobody, { status: 404, title_code: 'not_found', message: 'There is no such page.' }),
};

// The form once more, as an update that the server refused.
export const refusedUpdate: ShellOf<'game_form'> = shell('game_form', anna, {
  game: {
    id: 7,
    preview: '/assets/icon.svg',
    main_script: 'game.py',
    scripts: ['game.py', 'levels.py'],
    code: 'from smartphone_connector import Connector\n\ndevice = Connector("", "")\n',
    notes: ['__MACOSX/ was left out', "The project's own smartphone_connector is not used"],
  },
  values: {
    ...values,
    name: 'Snake at sea',
    authors: 'Anna, Beat',
    description: 'Eat the fish.',
    supports_gyro: true,
    max_players: 2,
  },
  error: {
    code: 'zip_encrypted',
    field: 'game',
    entry: 'secret/plan.py',
    message: 'secret/plan.py is encrypted; save the archive without a password',
  },
  limits,
  packages: [],
});
