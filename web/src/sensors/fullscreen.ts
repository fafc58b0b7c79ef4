// The whole screen for the page, where the browser can (phones by Apple cannot).
import { signal } from '@preact/signals';

export const fullscreen = signal(false);

export function canFullscreen(): boolean {
  return document.fullscreenEnabled === true;
}

document.addEventListener('fullscreenchange', () => {
  fullscreen.value = document.fullscreenElement !== null;
});

export async function setFullscreen(wanted: boolean): Promise<void> {
  try {
    if (wanted) await document.documentElement.requestFullscreen({ navigationUI: 'hide' });
    else if (document.fullscreenElement) await document.exitFullscreen();
  } catch {
    // Refused: the page stays as it is.
  }
}
