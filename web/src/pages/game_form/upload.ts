// Sends the form by script, so that the page can show how far it is. Where this file's ways end (an answer it cannot read, a
// lost connection) the form stays as it is and can be sent again.
import type { FormError, Notice } from '../../protocol/pages';
import { carryNotice } from '../../ui/notice';

export type Progress = { phase: 'sending'; percent: number } | { phase: 'checking' };
export type Outcome = { done: string } | { refused: FormError } | 'network';

interface Answer {
  error?: Partial<FormError>;
  data?: { error?: FormError | null; message?: string; title_code?: string };
  notice?: Notice | null;
}

// What the server's answer means: where to go on, or what it refused.
export function outcomeOf(status: number, address: string, body: string): Outcome {
  let answer: Answer = {};
  try {
    answer = JSON.parse(body) as Answer;
  } catch {
    // A proxy's own error page, for instance: the status has to do.
  }
  if (status >= 200 && status < 300) {
    carryNotice(answer.notice ?? null);
    return { done: address };
  }
  const refused = answer.error ?? answer.data?.error;
  if (refused) {
    return {
      refused: {
        code: refused.code ?? 'invalid',
        field: refused.field ?? null,
        entry: refused.entry ?? null,
        message: refused.message ?? '',
      },
    };
  }
  const byStatus: Record<number, string> = {
    403: 'forbidden',
    413: 'upload_too_big',
    429: 'too_many',
    503: 'unavailable',
  };
  const code = answer.data?.title_code ?? byStatus[status] ?? 'internal';
  return { refused: { code, field: null, entry: null, message: answer.data?.message ?? `HTTP ${status}` } };
}

export function sendForm(form: HTMLFormElement, onProgress: (progress: Progress) => void): Promise<Outcome> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', form.action);
    request.setRequestHeader('Accept', 'application/json');
    request.upload.onprogress = ({ loaded, total, lengthComputable }) => {
      if (lengthComputable) onProgress({ phase: 'sending', percent: Math.floor((100 * loaded) / total) });
    };
    request.upload.onload = () => onProgress({ phase: 'checking' });
    request.onload = () => resolve(outcomeOf(request.status, request.responseURL, request.responseText));
    request.onerror = () => resolve('network');
    request.onabort = () => resolve('network');
    onProgress({ phase: 'sending', percent: 0 });
    request.send(new FormData(form));
  });
}
