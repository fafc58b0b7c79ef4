// The picture of the sea floor, made when it is first looked at by day or by night.
import type { Grid } from '../../ocean/decode';
import { day, night } from '../../ocean/look';
import { type Picture, relief } from '../../ocean/relief';

const made = new WeakMap<Grid, Map<boolean, Picture>>();

export function floorOf(grid: Grid, dark: boolean): Picture {
  const pictures = made.get(grid) ?? new Map<boolean, Picture>();
  made.set(grid, pictures);
  const picture = pictures.get(dark) ?? relief(grid, dark ? night.sea : day.sea);
  pictures.set(dark, picture);
  return picture;
}
