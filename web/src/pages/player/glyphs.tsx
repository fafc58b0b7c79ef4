// The few drawings on the bar of a play, 24 units square. Always beside a text, if only for a screen reader.
const shapes = {
  leave: 'M14 4H6v16h8M10 12h11M17 8l4 4-4 4',
  home: 'M3 11.5L12 4l9 7.5M6 10v10h4.5v-6h3v6H18V10',
  menu: 'M4 7h9M19 7h1M4 17h1M11 17h9M16 4.5v5M8 14.5v5',
  pad: 'M9 3h6v6h6v6h-6v6H9v-6H3V9h6z',
  sound: 'M4 9.5v5h3.5L12 18V6L7.5 9.5zM16 9a4 4 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11',
  invite: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20a6 6 0 0 1 12 0M18 8v6M15 11h6',
  close: 'M6 6l12 12M18 6L6 18',
  up: 'M12 5v14M6 11l6-6 6 6',
  down: 'M12 19V5M6 13l6 6 6-6',
  left: 'M5 12h14M11 6l-6 6 6 6',
  right: 'M19 12H5M13 6l6 6-6 6',
  middle: 'M12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
} as const;

export type GlyphName = keyof typeof shapes;

export function Glyph({ name }: { name: GlyphName }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width="24"
      height="24"
      fill="none"
      stroke="currentColor"
      stroke-width="2.2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={shapes[name]} />
    </svg>
  );
}
