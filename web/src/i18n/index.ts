// The language of the page and the way texts are written down. A file of texts calls define() with the same keys in English
// and German: the compiler refuses a missing or surplus key, and index.test.ts looks for forgotten placeholders.
import { effect, signal } from '@preact/signals';

export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];
export type Values = Readonly<Record<string, string | number>>;

const storageKey = 'recess.language';

function isLanguage(value: unknown): value is Language {
  return languages.includes(value as Language);
}

// What was chosen here before, else the first language of the browser that we speak, else English.
export function preferredLanguage(stored: string | null, wanted: readonly string[]): Language {
  if (isLanguage(stored)) return stored;
  for (const tag of wanted) {
    const primary = tag.toLowerCase().split('-')[0];
    if (isLanguage(primary)) return primary;
  }
  return 'en';
}

// Storage can be switched off altogether; the choice then lasts as long as the page.
function readStored(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

export const language = signal<Language>(preferredLanguage(readStored(), navigator.languages ?? [navigator.language]));

// The form in which numbers and dates are written: that of the browser's own region where it speaks the page's language
// (21 Nov in London, Nov 21 in Boston), else the language's usual one.
export function locale(wanted: readonly string[] = navigator.languages ?? []): string {
  return wanted.find((tag) => tag.toLowerCase().split('-')[0] === language.value) ?? language.value;
}

effect(() => {
  document.documentElement.lang = language.value;
});

export function setLanguage(next: Language): void {
  language.value = next;
  try {
    localStorage.setItem(storageKey, next);
  } catch {
    // Nothing to do: see readStored().
  }
}

export interface Texts<Key extends string> {
  // The text in the current language with each {name} replaced; a component that calls this follows a change of language.
  (key: Key, values?: Values): string;
  has(key: string): key is Key;
  readonly tables: Readonly<Record<Language, Readonly<Record<Key, string>>>>;
}

export function define<Key extends string>(
  en: Readonly<Record<Key, string>>,
  de: Readonly<Record<NoInfer<Key>, string>>,
): Texts<Key> {
  const tables = { en, de };
  const text = (key: Key, values: Values = {}) => fill(tables[language.value][key], values, locale());
  return Object.assign(text, { has: (key: string): key is Key => Object.keys(en).includes(key), tables });
}

// "{count} game|{count} games" takes the half that fits `count`; numbers are written the way the language writes them.
export function fill(template: string, values: Values, tongue: string): string {
  const halves = template.split('|');
  const singular = new Intl.PluralRules(tongue).select(Number(values.count)) === 'one';
  const chosen = halves.length === 2 ? (halves[singular ? 0 : 1] ?? template) : template;
  return chosen.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? new Intl.NumberFormat(tongue).format(value) : value;
  });
}

export function quoted(text: string): string {
  return language.value === 'de' ? `«${text}»` : `“${text}”`;
}
