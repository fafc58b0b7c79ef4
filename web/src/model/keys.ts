// From the physical key to what a game is told. The names are frozen; note the capital F.
export interface KeyPress {
  readonly key: string; // what the layout makes of it
  readonly code: string; // the physical key
  readonly repeat: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

export interface KeyMeaning {
  readonly sent: readonly string[];
  readonly keepFromBrowser: boolean; // it would scroll the page or open a help
}

const named: Readonly<Record<string, string>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ' ': 'home',
  F1: 'F1',
  F2: 'F2',
  F3: 'F3',
  F4: 'F4',
};

const nothing: KeyMeaning = { sent: [], keepFromBrowser: false };

// One press gives one message, however long it is held; digits of the top row stand for F1 to F4 as well, for keyboards
// whose function keys do other things. Shortcuts of the browser are left alone.
export function meaningOf(press: KeyPress, repeatWhileHeld = false): KeyMeaning {
  if (press.ctrlKey || press.metaKey || press.altKey) return nothing;
  const name = Object.hasOwn(named, press.key) ? named[press.key] : undefined;
  const keepFromBrowser = name !== undefined;
  if (press.repeat && !repeatWhileHeld) return { sent: [], keepFromBrowser };
  const digit = /^Digit([1-4])$/.exec(press.code)?.[1];
  if (digit) return { sent: [press.key, `F${digit}`], keepFromBrowser };
  return { sent: [name ?? press.key], keepFromBrowser };
}

// Dead keys, keys an input method swallows, and keys without a name are nobody's command.
export function isSilentKey(key: string): boolean {
  return key === '' || key === 'Dead' || key === 'Process' || key === 'Unidentified';
}

export const crossKeys = ['up', 'left', 'home', 'right', 'down'] as const;
export const functionKeys = ['F1', 'F2', 'F3', 'F4'] as const;
export type PadKey = (typeof crossKeys)[number] | (typeof functionKeys)[number];
