// A form that script has sent sees the answer of the redirect before the browser does, and the notice with it. It is carried
// over to the page that the browser opens next.
import type { Notice } from '../protocol/pages';

const storageKey = 'recess.notice';

export function carryNotice(notice: Notice | null): void {
  if (!notice) return;
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(notice));
  } catch {
    // Without storage the notice is lost, and nothing else.
  }
}

export function takeNotice(): Notice | null {
  try {
    const text = sessionStorage.getItem(storageKey);
    sessionStorage.removeItem(storageKey);
    return text === null ? null : (JSON.parse(text) as Notice);
  } catch {
    return null;
  }
}
