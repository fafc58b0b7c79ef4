// The flat map on its canvas: the loop that draws, and what fingers, wheel and keys do to the view.
import { useEffect, useRef } from 'preact/hooks';
import { text } from '../../i18n/map';
import { FlatMap } from '../../ocean/flat';
import { day, night } from '../../ocean/look';
import { centre, pan, resize, screenX, screenY, type View, whole, zoom } from '../../ocean/view';
import { canvasSize, drawLoop, noteShips } from './drawing';
import { floorOf } from './floor';
import { type Gestures, listen } from './gestures';
import styles from './map.module.css';
import type { Handle, SceneProps, Voyage } from './voyage';

const tapReach = 28; // pixels between a tap and the ship it meant

export default function Chart({ voyage, handle, onMissing }: SceneProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = ref.current;
    const map = canvas && FlatMap.on(canvas);
    if (!map) {
      onMissing();
      return;
    }
    return sail(canvas, map, voyage, handle);
  }, [voyage]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: keys move the map.
    <div class={styles.chart} tabIndex={0} role="application" aria-label={text('chart_help')}>
      <canvas ref={ref} class={styles.canvas} />
    </div>
  );
}

function sail(canvas: HTMLCanvasElement, map: FlatMap, voyage: Voyage, handle: { current: Handle | null }): () => void {
  const { fleet } = voyage;
  const size = canvasSize(canvas);
  let view: View = whole(size.width, size.height, fleet.w, fleet.h);
  let laid: unknown;
  const lengthText = (metres: number) =>
    metres >= 1000 ? text('kilometres', { count: metres / 1000 }) : text('metres', { count: metres });

  const draw = (now: number, dark: boolean) => {
    const look = dark ? night : day;
    const grid = voyage.grid.peek();
    const picture = grid && floorOf(grid, dark);
    if (picture && picture !== laid) map.lay((laid = picture) as typeof picture);
    if (view.w !== fleet.w || view.h !== fleet.h) view = whole(view.width, view.height, fleet.w, fleet.h);
    size.measure();
    if (size.width !== view.width || size.height !== view.height) view = resize(view, size.width, size.height);
    fleet.advance(now);
    const followed = voyage.followed.peek();
    const leader = followed === null ? undefined : fleet.ship(followed);
    if (leader) {
      view.x = leader.x;
      view.y = leader.y;
    }
    map.draw(fleet, view, look, { followed, named: voyage.named }, size.ratio);
    map.drawScale(view, look, lengthText);
    noteShips(canvas, fleet, `${view.x.toFixed(1)},${view.y.toFixed(1)},${view.scale.toFixed(3)}`, now);
  };
  const loop = drawLoop(voyage, draw);

  const gestures: Gestures = {
    drag(dx, dy) {
      voyage.followed.value = null;
      view = pan(view, dx, dy);
      loop.wake();
    },
    zoom(factor, x, y) {
      const still = voyage.followed.peek() !== null;
      view = still ? zoom(view, factor, view.width / 2, view.height / 2) : zoom(view, factor, x, y);
      loop.wake();
    },
    tap(x, y) {
      let best: number | null = null;
      let least = tapReach;
      for (const ship of fleet.ships) {
        const far = Math.hypot(screenX(view, ship.x) - x, screenY(view, ship.y) - y);
        if (far < least) [best, least] = [ship.id, far];
      }
      if (best !== null) voyage.toggle(best);
      loop.wake();
    },
    reset() {
      voyage.followed.value = null;
      view = whole(view.width, view.height, fleet.w, fleet.h);
      loop.wake();
    },
    release() {
      voyage.followed.value = null;
      loop.wake();
    },
  };
  handle.current = {
    zoom: (factor) => gestures.zoom(factor, view.width / 2, view.height / 2),
    reset: gestures.reset,
  };
  // Who is chosen in the table comes to the middle, near enough to be seen.
  const unfollow = voyage.followed.subscribe((id) => {
    const ship = id === null ? undefined : fleet.ship(id);
    if (ship) view = centre(zoom(view, Math.max(1, 1.5 / view.scale), view.width / 2, view.height / 2), ship.x, ship.y);
    loop.wake();
  });
  const deaf = listen(canvas.parentElement ?? canvas, gestures);
  return () => {
    loop.stop();
    unfollow();
    deaf();
    handle.current = null;
  };
}
