// Where the stage lies on the screen: as large as fits, the same scale both ways, centred. All in CSS pixels.
import type { Stage } from '../model/world';

export interface View {
  readonly scale: number; // CSS px per pu
  readonly left: number; // of the stage within its area
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly shiftX: number;
  readonly shiftY: number;
}

// `keys`: so much at the lower end is wanted by thumbs. The stage makes room for them by moving up, never by shrinking.
export function viewOf(stage: Stage, areaWidth: number, areaHeight: number, keys = 0): View {
  const scale = Math.max(0, Math.min(areaWidth / stage.width, areaHeight / stage.height));
  const [width, height] = [stage.width * scale, stage.height * scale];
  const top = Math.max(0, (areaHeight - keys - height) / 2);
  const { shiftX, shiftY } = stage;
  return { scale, left: (areaWidth - width) / 2, top, width, height, shiftX, shiftY };
}

// From a point within the area to playground units; y grows up there.
export function toWorld(view: View, x: number, y: number): { x: number; y: number } {
  return {
    x: (x - view.left) / view.scale + view.shiftX,
    y: (view.top + view.height - y) / view.scale + view.shiftY,
  };
}

export function within(view: View, x: number, y: number): boolean {
  return x >= view.left && x <= view.left + view.width && y >= view.top && y <= view.top + view.height;
}
