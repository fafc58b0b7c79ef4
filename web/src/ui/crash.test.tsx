import { render } from 'preact';
import { act } from 'preact/test-utils';
import { expect, it, vi } from 'vitest';
import { ErrorBoundary } from './crash';

function Broken(): never {
  throw new TypeError('no such fish');
}

it('A page that throws leaves a readable message and a way out', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  const place = document.createElement('div');
  await act(() => {
    render(
      <ErrorBoundary>
        <Broken />
      </ErrorBoundary>,
      place,
    );
  });
  expect(place.querySelector('h1')?.textContent).toBe('Something went wrong on this page');
  expect(place.textContent).toContain('TypeError: no such fish');
  expect(place.querySelector('a[href="/"]')).not.toBeNull();
  expect(log).toHaveBeenCalled();
});
