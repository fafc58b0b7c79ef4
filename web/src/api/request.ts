// Requests to our own server from script. The page's cookie goes along by itself; what changes something carries the token
// of the page's forms.
export class RequestError extends Error {
  constructor(readonly status: number) {
    super(`the server answered ${status}`);
  }
}

export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const answer = await fetch(path, {
    headers: { Accept: 'application/json' },
    cache: 'no-store',
    ...(signal ? { signal } : {}),
  });
  if (!answer.ok) throw new RequestError(answer.status);
  return (await answer.json()) as T;
}

// Sends what an ordinary form would send, and reads the answer as JSON whatever its status is.
export async function postForm(path: string, fields: Record<string, string>): Promise<{ status: string }> {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { Accept: 'application/json' },
    body: new URLSearchParams(fields),
  });
  return (await answer.json()) as { status: string };
}
