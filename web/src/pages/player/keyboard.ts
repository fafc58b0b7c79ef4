// Keys of a keyboard, wherever the focus is, except where somebody types or works a control of ours.
import { useEffect } from 'preact/hooks';
import { meaningOf } from '../../model/keys';

function typesInto(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;
}

// A control that was reached by keyboard keeps the keys that work it.
function worksControl({ key, target }: KeyboardEvent): boolean {
  if (key !== 'Enter' && key !== ' ') return false;
  return target instanceof Element && target.closest('a:focus-visible, button:focus-visible, summary') !== null;
}

export function useKeyboard(enabled: boolean, press: (key: string) => void): void {
  useEffect(() => {
    if (!enabled) return undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.isComposing || typesInto(event.target) || worksControl(event)) return;
      if (document.querySelector('dialog[open]')) return;
      const { sent, keepFromBrowser } = meaningOf(event);
      if (keepFromBrowser) event.preventDefault();
      for (const key of sent) press(key);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [enabled, press]);
}
