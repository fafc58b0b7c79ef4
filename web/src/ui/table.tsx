import type { ComponentChildren } from 'preact';
import styles from './table.module.css';

// A table in a box of its own that scrolls when the table is wider or longer. The box can be focused, so that arrow keys
// scroll it, and carries the caption's text as its name.
export function TableBox({
  caption,
  hidden,
  height,
  stack,
  children,
}: {
  caption: string;
  hidden?: boolean; // a heading on the page says the same already
  height?: 'board' | 'plays' | 'log';
  stack?: boolean; // on a phone each row becomes a small card; cells name themselves with data-label
  children: ComponentChildren;
}) {
  const look = [styles.box, height && styles[height], stack && styles.stack].filter(Boolean).join(' ');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
    <section class={look} aria-label={caption} tabIndex={0}>
      <table>
        <caption class={hidden ? 'sr-only' : styles.caption}>{caption}</caption>
        {children}
      </table>
    </section>
  );
}
