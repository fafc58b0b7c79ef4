// The one-line messages that a redirect brings along.
import type { Notice } from '../protocol/pages';
import { define } from './index';

export const notices = define(
  {
    no_version: 'This game cannot be played at the moment: it has no version that can be started.',
    unknown_game: 'This game does not exist (any more).',
    game_created: 'Your game is here. Have fun!',
    game_updated: 'The changes are saved.',
    game_deleted: 'The game was deleted.',
    logged_in: 'Welcome!',
    logged_out: 'You are logged out. See you soon!',
    login_first: 'Please log in first.',
    first_admin: 'Your account is ready. You are in charge of this server now.',
    anonymous_off: 'Playing without an account is switched off here. Please log in.',
    play_gone: 'This play is over.',
    start_failed: 'The game could not be started. Try again.',
    sandbox_missing: 'Games cannot be played on this server: it has no way to run them safely.',
  },
  {
    no_version: 'Dieses Spiel ist im Moment nicht spielbar: Es hat keine Version, die gestartet werden kann.',
    unknown_game: 'Dieses Spiel gibt es nicht (mehr).',
    game_created: 'Dein Spiel ist da. Viel Spass!',
    game_updated: 'Die Änderungen sind gespeichert.',
    game_deleted: 'Das Spiel wurde gelöscht.',
    logged_in: 'Willkommen!',
    logged_out: 'Du bist abgemeldet. Bis bald!',
    login_first: 'Bitte melde dich zuerst an.',
    first_admin: 'Dein Konto ist bereit. Du verwaltest jetzt diesen Server.',
    anonymous_off: 'Spielen ohne Konto ist hier ausgeschaltet. Bitte melde dich an.',
    play_gone: 'Diese Runde ist vorbei.',
    start_failed: 'Das Spiel konnte nicht gestartet werden. Versuche es noch einmal.',
    sandbox_missing: 'Auf diesem Server können keine Spiele gespielt werden: Er kann sie nicht sicher ausführen.',
  },
);

export function noticeText(notice: Notice): string {
  return notices.has(notice.code) ? notices(notice.code) : notice.text;
}
