// The map's colours by day and by night, for canvases, which cannot read the page's style sheets.
import { daySea, nightSea, type Stops } from './relief';

export interface Look {
  sea: Stops;
  beyond: string; // over what is not the one copy of the torus
  grid: string;
  seam: string;
  ink: string; // texts
  halo: string; // around texts and ships
  bloom: string;
  bloomEdge: string;
  whale: string;
  treasure: string;
  accent: string; // the ship that is followed
  sky: readonly [number, number, number];
  night: boolean;
}

export const day: Look = {
  sea: daySea,
  beyond: 'rgba(238,245,247,0.62)',
  grid: 'rgba(255,255,255,0.28)',
  seam: 'rgba(255,255,255,0.75)',
  ink: '#06222f',
  halo: 'rgba(255,255,255,0.9)',
  bloom: 'rgba(120,200,60,0.3)',
  bloomEdge: 'rgba(66,130,20,0.9)',
  whale: '#22343e',
  treasure: '#9a6300',
  accent: '#d3321d',
  sky: [0.933, 0.961, 0.969],
  night: false,
};

export const night: Look = {
  ...day,
  sea: nightSea,
  beyond: 'rgba(6,28,41,0.66)',
  grid: 'rgba(190,225,235,0.13)',
  seam: 'rgba(190,225,235,0.5)',
  ink: '#f2f9fb',
  halo: 'rgba(2,16,26,0.9)',
  bloom: 'rgba(150,230,90,0.24)',
  bloomEdge: 'rgba(170,240,110,0.8)',
  whale: '#c9d9e0',
  treasure: '#ffd166',
  accent: '#ffd166',
  sky: [0.024, 0.11, 0.161],
  night: true,
};

// Bright enough for the night, dark enough for the day; neighbours in number are far apart in colour.
export const shipColours = [
  ...['#e4572e', '#8e44ad', '#f4b400', '#1f9d55', '#d81b60', '#3f51d9'],
  ...['#f7f7f2', '#7a4b20', '#00b3b3', '#ff8fab'],
] as const;

export function shipColour(id: number): number {
  return id % shipColours.length;
}
