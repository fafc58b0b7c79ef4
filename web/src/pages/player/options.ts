// What the address of the page asks for, and under which id the page goes to the hub.
export interface Options {
  readonly deviceId: string | null; // from the address: used, but not remembered
  readonly silent: boolean; // looks on and never says anything
  readonly striped: boolean; // nothing but the stage, for previews
  readonly noHeader: boolean;
  readonly noIndicator: boolean;
  readonly noControls: boolean;
}

// A flag is set by any text, even by "0". Who watches a play (/watch/<id>) or observes only looks on.
export function readOptions(search: string, path = ''): Options {
  const watched = /\/watch\/([^/]+)\/?$/.exec(path)?.[1] ?? null;
  const query = new URLSearchParams(search);
  const flag = (name: string) => (query.get(name) ?? '') !== '';
  return {
    deviceId: query.get('device_id')?.trim() || (watched && decodeURIComponent(watched)),
    silent: flag('silent') || watched !== null || /\/observer\/?$/.test(path),
    striped: flag('striped') || watched !== null,
    noHeader: flag('no_nav') || flag('no_header'),
    noIndicator: flag('no_indicator'),
    noControls: flag('no_controls'),
  };
}

const randomKey = 'recess.random_device_id';
const idKey = 'device_id';

export interface Store {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

// The given id, else the one chosen here before, else a random one that lasts as long as the tab, so that a reload stays in
// the game.
export function deviceIdFor(options: Options, lasting: Store, ofTab: Store, random: () => number): string {
  const chosen = options.deviceId ?? lasting.getItem(idKey)?.trim();
  if (chosen) return chosen;
  const id = ofTab.getItem(randomKey) ?? `Device${100 + Math.floor(random() * 899)}`;
  ofTab.setItem(randomKey, id);
  return id;
}

export function rememberDeviceId(id: string, lasting: Store): void {
  lasting.setItem(idKey, id);
}

// Plays of the arcade have an id of their own that nobody may change.
export function isPlay(deviceId: string): boolean {
  return /^game-\d+$/.test(deviceId);
}
