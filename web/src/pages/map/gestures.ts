// One finger or the mouse drags, two fingers or the wheel zoom, a tap chooses, a double tap resets. Keys do the same.
export interface Gestures {
  drag(dx: number, dy: number): void; // CSS pixels
  zoom(factor: number, x: number, y: number): void; // around a point of the element
  tap(x: number, y: number): void;
  reset(): void;
  release(): void; // Escape
}

const tapRadius = 8; // pixels a finger may slip
const doubleTap = 350; // ms
const keyStep = 60; // pixels
const keyZoom = 1.25;

interface Finger {
  x: number;
  y: number;
}

export function listen(element: HTMLElement, gestures: Gestures): () => void {
  const fingers = new Map<number, Finger>();
  let slipped = false;
  let startX = 0;
  let startY = 0;
  let lastTap = { at: Number.NEGATIVE_INFINITY, x: 0, y: 0 };

  const place = (event: MouseEvent): Finger => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const down = (event: PointerEvent) => {
    if (event.pointerType === 'mouse' && event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    const finger = place(event);
    if (fingers.size === 0) {
      slipped = false;
      startX = finger.x;
      startY = finger.y;
    } else {
      slipped = true;
    }
    fingers.set(event.pointerId, finger);
  };
  const move = (event: PointerEvent) => {
    const was = fingers.get(event.pointerId);
    if (!was) return;
    const is = place(event);
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    if (!slipped && Math.hypot(is.x - startX, is.y - startY) < tapRadius) return;
    fingers.set(event.pointerId, is);
    if (!slipped) {
      slipped = true;
      return; // what the finger slipped so far was no drag
    }
    if (other) {
      const before = Math.hypot(was.x - other.x, was.y - other.y);
      const after = Math.hypot(is.x - other.x, is.y - other.y);
      gestures.drag((is.x - was.x) / 2, (is.y - was.y) / 2);
      if (before > 10) gestures.zoom(after / before, (is.x + other.x) / 2, (is.y + other.y) / 2);
    } else {
      gestures.drag(is.x - was.x, is.y - was.y);
    }
  };
  const up = (event: PointerEvent) => {
    const finger = fingers.get(event.pointerId);
    if (!finger) return;
    fingers.delete(event.pointerId);
    if (slipped || event.type === 'pointercancel') return;
    const at = event.timeStamp;
    const twice = at - lastTap.at < doubleTap && Math.hypot(finger.x - lastTap.x, finger.y - lastTap.y) < 30;
    lastTap = { at: twice ? Number.NEGATIVE_INFINITY : at, ...finger };
    if (twice) gestures.reset();
    else gestures.tap(finger.x, finger.y);
  };
  const wheel = (event: WheelEvent) => {
    event.preventDefault();
    const { x, y } = place(event);
    const lines = event.deltaMode === 1 ? 30 : 1;
    gestures.zoom(Math.exp(-Math.max(-300, Math.min(300, event.deltaY * lines)) * 0.002), x, y);
  };
  const key = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const middle: [number, number] = [element.clientWidth / 2, element.clientHeight / 2];
    const actions: Record<string, () => void> = {
      ArrowLeft: () => gestures.drag(keyStep, 0),
      ArrowRight: () => gestures.drag(-keyStep, 0),
      ArrowUp: () => gestures.drag(0, keyStep),
      ArrowDown: () => gestures.drag(0, -keyStep),
      '+': () => gestures.zoom(keyZoom, ...middle),
      '=': () => gestures.zoom(keyZoom, ...middle),
      '-': () => gestures.zoom(1 / keyZoom, ...middle),
      '0': () => gestures.reset(),
      Escape: () => gestures.release(),
    };
    const act = Object.hasOwn(actions, event.key) ? actions[event.key] : undefined;
    if (!act) return;
    event.preventDefault();
    act();
  };
  element.addEventListener('pointerdown', down);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', up);
  element.addEventListener('wheel', wheel, { passive: false });
  element.addEventListener('keydown', key);
  return () => {
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', up);
    element.removeEventListener('pointercancel', up);
    element.removeEventListener('wheel', wheel);
    element.removeEventListener('keydown', key);
  };
}
