// The planet on its canvas, names on another above it, and what fingers, wheel and keys do to the camera.
import { useEffect, useRef } from 'preact/hooks';
import { text } from '../../i18n/map';
import { day, type Look, night } from '../../ocean/look';
import { Planet } from '../../ocean/planet';
import { type Camera, eye, facing, hidden, neared, point, project, turned, upright } from '../../ocean/ring';
import { turn } from '../../ocean/torus';
import { canvasSize, drawLoop, noteShips } from './drawing';
import { floorOf } from './floor';
import { type Gestures, listen } from './gestures';
import styles from './map.module.css';
import type { Handle, SceneProps, Voyage } from './voyage';

const tapReach = 28; // pixels
const perPixel = 0.006; // radians

export default function Globe({ voyage, handle, onMissing }: SceneProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  const above = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = ref.current;
    const planet = canvas && Planet.on(canvas);
    if (!planet || !above.current) {
      onMissing();
      return;
    }
    canvas.addEventListener('webglcontextlost', onMissing);
    const end = orbit(canvas, above.current, planet, voyage, handle);
    return () => {
      canvas.removeEventListener('webglcontextlost', onMissing);
      end();
    };
  }, [voyage]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: keys turn the planet.
    <div class={styles.chart} tabIndex={0} role="application" aria-label={text('planet_help')}>
      <canvas ref={ref} class={styles.canvas} />
      <canvas ref={above} class={styles.canvas} />
    </div>
  );
}

function orbit(
  canvas: HTMLCanvasElement,
  above: HTMLCanvasElement,
  planet: Planet,
  voyage: Voyage,
  handle: { current: Handle | null },
): () => void {
  const { fleet } = voyage;
  const size = canvasSize(canvas);
  const overlay = canvasSize(above);
  const pen = above.getContext('2d');
  let camera: Camera = upright;
  let laid: unknown;
  const [spot, pixel, stand] = [new Float32Array(3), new Float32Array(2), new Float32Array(3)];

  // Where a ship is seen; false if the planet hides it.
  const sight = (x: number, y: number): boolean => {
    point((x / fleet.w) * turn, (y / fleet.h) * turn, 25, spot, 0);
    return project(planet.matrix, spot, size.width, size.height, pixel) && !hidden(spot, stand);
  };
  const drawNames = (look: Look) => {
    if (!pen) return;
    pen.setTransform(overlay.ratio, 0, 0, overlay.ratio, 0, 0);
    pen.clearRect(0, 0, overlay.width, overlay.height);
    pen.font = `600 ${size.width > 1200 ? 16 : 13}px system-ui, sans-serif`;
    pen.textAlign = 'center';
    pen.textBaseline = 'top';
    pen.lineJoin = 'round';
    pen.lineWidth = 3.5;
    pen.strokeStyle = look.halo;
    pen.fillStyle = look.ink;
    const followed = voyage.followed.peek();
    for (const ship of fleet.ships) {
      if (ship.id !== followed && !voyage.named.has(ship.id)) continue;
      if (!sight(ship.x, ship.y)) continue;
      pen.strokeText(ship.name, pixel[0] as number, (pixel[1] as number) + 14);
      pen.fillText(ship.name, pixel[0] as number, (pixel[1] as number) + 14);
    }
  };
  const loop = drawLoop(voyage, (now, dark) => {
    const look = dark ? night : day;
    const grid = voyage.grid.peek();
    const picture = grid && floorOf(grid, dark);
    if (picture && picture !== laid) planet.lay((laid = picture) as typeof picture);
    size.measure();
    overlay.measure();
    fleet.advance(now);
    eye(camera, stand);
    planet.draw(fleet, camera, look, voyage.followed.peek(), canvas.width, canvas.height);
    drawNames(look);
    const view = `${camera.around.toFixed(3)},${camera.above.toFixed(3)},${camera.far.toFixed(3)}`;
    noteShips(canvas, fleet, view, now);
  });

  const gestures: Gestures = {
    drag(dx, dy) {
      camera = turned(camera, -dx * perPixel, dy * perPixel);
      loop.wake();
    },
    zoom(factor) {
      camera = neared(camera, factor);
      loop.wake();
    },
    tap(x, y) {
      let best: number | null = null;
      let least = tapReach;
      for (const ship of fleet.ships) {
        if (!sight(ship.x, ship.y)) continue;
        const far = Math.hypot((pixel[0] as number) - x, (pixel[1] as number) - y);
        if (far < least) [best, least] = [ship.id, far];
      }
      if (best !== null) voyage.toggle(best);
      loop.wake();
    },
    reset() {
      voyage.followed.value = null;
      camera = upright;
      loop.wake();
    },
    release() {
      voyage.followed.value = null;
      loop.wake();
    },
  };
  handle.current = { zoom: (factor) => gestures.zoom(factor, 0, 0), reset: gestures.reset };
  const unfollow = voyage.followed.subscribe((id) => {
    const ship = id === null ? undefined : fleet.ship(id);
    if (ship) camera = facing(camera, ship.x, ship.y, fleet.w, fleet.h);
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
