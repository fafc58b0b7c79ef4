// Small line drawings, 24 units square, drawn in the colour of the text around them. They never carry meaning alone: every
// use stands beside a visible or a screen-reader text, so all of them are hidden from assistive technology.
import type { ComponentChildren } from 'preact';

const shapes = {
  play: <path d="M8 5.5v13a1 1 0 0 0 1.5.9l10.5-6.5a1 1 0 0 0 0-1.8L9.5 4.6A1 1 0 0 0 8 5.5z" fill="currentColor" />,
  trophy: <path d="M8 4h8v6a4 4 0 0 1-8 0zM8 6H4c0 3 1.5 5 4 5M16 6h4c0 3-1.5 5-4 5M12 14v4M8 20h8" />,
  pencil: <path d="M4 20l1-4L16 5l3 3L8 19zM14 7l3 3" />,
  trash: <path d="M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5" />,
  upload: <path d="M12 15V4M7 9l5-5 5 5M4 15v5h16v-5" />,
  menu: <path d="M4 7h16M4 12h16M4 17h16" />,
  close: <path d="M6 6l12 12M18 6L6 18" />,
  check: <path d="M4 12.5l5 5L20 6.5" />,
  warning: <path d="M12 4L2.5 20h19zM12 10v4.5M12 17.2v.3" />,
  info: <path d="M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5.5M12 7.6v.3" />,
  eye: <path d="M2 12s3.5-6.5 10-6.5S22 12 22 12s-3.5 6.5-10 6.5S2 12 2 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z" />,
  stop: <path d="M6.5 6.5h11v11h-11z" fill="currentColor" />,
  console: <path d="M3 5h18v14H3zM7 10l3 2.5L7 15M12.5 15H16" />,
  search: <path d="M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5" />,
  people: (
    <path d="M9 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM3 20c0-4 2.5-6 6-6s6 2 6 6M16 5.5a3 3 0 0 1 0 5M18 14.5c2 .8 3 2.6 3 5.5" />
  ),
  acc: <path d="M9 4l8 2.5-4 13.5-8-2.5zM18 12c2 1 3 2.5 3 4.5M21.5 12.5l-3.5-.5.5 3.5" />,
  key: <path d="M3 7h18v10H3zM7 10.5v.01M11 10.5v.01M15 10.5v.01M8 13.8h8" />,
  touch: <path d="M9 13V5.5a1.5 1.5 0 0 1 3 0V11l5 1.2c1.5.4 2 1.3 1.8 2.8L18 20h-7l-4-6c-.5-1 .7-2 1.5-1.3z" />,
  gyro: (
    <path d="M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 12c0-4.5 3.5-8 8-8M20 12c0 4.5-3.5 8-8 8M9.5 1.8L12 4 9.5 6.5M14.5 22.2L12 20l2.5-2.5" />
  ),
  file: <path d="M6 3h8l5 5v13H6zM14 3v5h5" />,
  user: <path d="M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c0-4.5 3.3-7 8-7s8 2.5 8 7" />,
} satisfies Record<string, ComponentChildren>;

export type IconName = keyof typeof shapes;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width="20"
      height="20"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {shapes[name]}
    </svg>
  );
}
