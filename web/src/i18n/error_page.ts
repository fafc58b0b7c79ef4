import { define } from './index';

export const page = define(
  {
    forbidden: 'Not for you',
    not_found: 'Nobody here',
    too_big: 'Too big',
    too_many: 'Slow down',
    broken: 'Something broke',
    later: 'Not right now',
    other: 'That did not work',
    status: 'Error {status}',
    home: 'To the games',
    back: 'Back',
  },
  {
    forbidden: 'Nicht für dich',
    not_found: 'Niemand da',
    too_big: 'Zu gross',
    too_many: 'Nicht so schnell',
    broken: 'Etwas ist kaputt',
    later: 'Gerade nicht',
    other: 'Das hat nicht geklappt',
    status: 'Fehler {status}',
    home: 'Zu den Spielen',
    back: 'Zurück',
  },
);

export function headline(status: number): string {
  if (status === 401 || status === 403) return page('forbidden');
  if (status === 404) return page('not_found');
  if (status === 413) return page('too_big');
  if (status === 429) return page('too_many');
  if (status === 503) return page('later');
  return status >= 500 ? page('broken') : page('other');
}
