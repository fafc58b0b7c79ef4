import { afterEach, describe, expect, it } from 'vitest';
import { errors, errorText } from './errors';
import { fill, language, preferredLanguage, setLanguage, type Texts } from './index';
import { notices, noticeText } from './notices';
import { reasons, reasonText } from './reasons';

const files = import.meta.glob<Record<string, unknown>>(['./*.ts', '!./*.test.ts'], { eager: true });
const tables = Object.entries(files).flatMap(([file, exports]) =>
  Object.values(exports)
    .filter((value): value is Texts<string> => typeof value === 'function' && 'tables' in value)
    .map((texts) => ({ file, texts })),
);

function placeholders(text: string): string[] {
  return [...new Set(text.match(/\{\w+\}/g))].sort();
}

afterEach(() => setLanguage('en'));

describe('Texts', () => {
  it('are found in every file of texts', () => expect(tables.length).toBeGreaterThan(8));

  it.each(tables)('have the same keys and placeholders in both languages: $file', ({ texts }) => {
    const { en, de } = texts.tables;
    expect(Object.keys(de).sort()).toEqual(Object.keys(en).sort());
    for (const [key, english] of Object.entries(en)) {
      const german = de[key] ?? '';
      expect(german.trim(), key).not.toBe('');
      expect(placeholders(german), key).toEqual(placeholders(english));
      expect(german.split('|').length, key).toBe(english.split('|').length);
    }
  });
});

describe('Codes', () => {
  // Every code an upload can be refused with, what can be wrong with a form, and what a whole page can say.
  const refusals = `
    not_zip zip_corrupt zip_encrypted zip_method zip_multi_disk zip_path_traversal zip_path_absolute zip_symlink zip_special
    zip_total_too_big zip_entry_too_big zip_entry_count zip_ratio zip_overlap zip_duplicate zip_case_collision
    zip_file_dir_clash zip_name_encoding zip_name_control zip_path_too_long no_main_script unsupported_type preview_type
    preview_too_big name_length authors_length description_required description_length max_players_range game_required
    login_length login_characters login_taken login_failed password_length token_invalid first_admin_used form_expired upload_too_big no_game
    invalid unauthorized forbidden not_found conflict too_large too_many unsupported unavailable cancelled internal`;
  const endings = `
    player_left player_left.never_joined player_left.leave_button script_finished script_finished.disconnected
    script_finished.no_connector script_crashed killed_by_player killed_by_owner killed_by_admin limit_exceeded
    limit_exceeded.memory limit_exceeded.processes limit_exceeded.output limit_exceeded.time limit_exceeded.idle
    limit_exceeded.disk limit_exceeded.message_size limit_exceeded.offline server_restarted replaced start_failed imported`;

  it.each(refusals.trim().split(/\s+/))('%s has a text', (code) => expect(errors.has(code)).toBe(true));
  it.each(endings.trim().split(/\s+/))('%s has a text', (code) => expect(reasons.has(code)).toBe(true));
  it.each(['no_version', 'game_created', 'game_updated', 'game_deleted'])('%s has a text', (code) =>
    expect(notices.has(code)).toBe(true));

  it('of tomorrow are shown in the words of the server', () => {
    expect(errorText({ code: 'zip_haunted', entry: null, message: 'the archive is haunted' })).toBe(
      'the archive is haunted',
    );
    expect(noticeText({ kind: 'info', code: 'full_moon', text: 'a full moon' })).toBe('a full moon');
    expect(reasonText('washed_ashore')).toBe('washed_ashore');
    expect(errorText({ code: 'toString', entry: null, message: 'not ours' })).toBe('not ours');
  });

  it('name the entry that is to blame', () => {
    const error = { code: 'zip_encrypted', entry: 'secret.py', message: '' };
    expect(errorText(error)).toContain('“secret.py”');
    setLanguage('de');
    expect(errorText(error)).toContain('«secret.py»');
  });

  it('that miss their entry are shown in the words of the server', () => {
    expect(errorText({ code: 'zip_corrupt', entry: null, message: 'the archive ends early' })).toBe(
      'the archive ends early',
    );
  });
});

describe('Reasons', () => {
  it.each([
    ['script_finished', 'exit 0', 'Game finished'],
    ['script_finished', 'exit 3', 'Game finished (exit 3)'],
    ['script_finished', 'no_connector', 'Game never connected'],
    ['limit_exceeded', 'memory', 'Used too much memory'],
    ['limit_exceeded', 'something new', 'Over a limit'],
    ['script_crashed', 'ValueError: bad level', 'Game crashed'],
    ['player_left', null, 'Player left'],
  ])('%s with %s reads "%s"', (reason, detail, text) => expect(reasonText(reason, detail)).toBe(text));
});

describe('Language', () => {
  it.each([
    ['what was chosen', 'de', ['en-GB'], 'de'],
    ['the first that we speak', null, ['fr-CH', 'de-CH', 'en'], 'de'],
    ['English otherwise', null, ['fr', 'it'], 'en'],
    ['not what was never a language', 'toString', ['de'], 'de'],
  ] as const)('is %s', (_, stored, wanted, expected) => expect(preferredLanguage(stored, wanted)).toBe(expected));

  it('stands in the document for screen readers', () => {
    setLanguage('de');
    expect(document.documentElement.lang).toBe('de');
    expect(localStorage.getItem('recess.language')).toBe('de');
    expect(language.value).toBe('de');
  });

  it('has its own plural and its own numbers', () => {
    expect(fill('{count} game|{count} games', { count: 1 }, 'en')).toBe('1 game');
    expect(fill('{count} Spiel|{count} Spiele', { count: 1200 }, 'de')).toBe('1.200 Spiele');
    expect(fill('{who} and {missing}', { who: '{count}' }, 'en')).toBe('{count} and {missing}');
  });
});
