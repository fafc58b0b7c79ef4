// The order of painting: by layer, sprites before lines, older before newer. Sorted anew only when it has changed.
import type { Sprite } from './sprite';
import type { Line, World } from './world';

export type Painted =
  | { readonly kind: 'sprite'; readonly z: number; readonly born: number; readonly sprite: Sprite }
  | { readonly kind: 'line'; readonly z: number; readonly born: number; readonly line: Line };

const cache = new WeakMap<World, { layers: number; order: readonly Painted[] }>();

export function paintOrder(world: World): readonly Painted[] {
  const known = cache.get(world);
  if (known?.layers === world.layers) return known.order;
  const sprites = [...world.sprites.values()].map((sprite) => {
    return { kind: 'sprite', z: sprite.z, born: sprite.born, sprite } as const;
  });
  const lines = [...world.lines.values()].map((line) => ({ kind: 'line', z: line.z, born: line.born, line }) as const);
  const order = [...sprites, ...lines].sort(compare);
  cache.set(world, { layers: world.layers, order });
  return order;
}

function compare(a: Painted, b: Painted): number {
  if (a.z !== b.z) return a.z - b.z;
  return a.kind === b.kind ? a.born - b.born : a.kind === 'sprite' ? -1 : 1;
}
