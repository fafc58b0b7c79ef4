// For tests: draws a page the way main.tsx does, into the document.
import { type ComponentType, render } from 'preact';
import { act } from 'preact/test-utils';

const root = document.createElement('div');
document.body.append(root);

export async function show<Shell>(Page: ComponentType<{ shell: Shell }>, shell: Shell): Promise<HTMLElement> {
  await act(() => render(null, root));
  await act(() => render(<Page shell={shell} />, root));
  return root;
}

export async function leave(): Promise<void> {
  await act(() => render(null, root));
}

export function all<Kind extends Element = HTMLElement>(within: Element, selector: string): Kind[] {
  return [...within.querySelectorAll<Kind>(selector)];
}
