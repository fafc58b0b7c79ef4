// The output itself: a dark sheet that keeps its end in view for as long as the reader has not scrolled up.

import type { Signal } from '@preact/signals';
import { Component } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { words } from '../../i18n/console';
import { timeOfDay } from '../../i18n/format';
import { type Language, language } from '../../i18n/index';
import styles from './lines.module.css';
import type { Log, NumberedLine } from './log';

const nearEnd = 40; // pixels

export function Lines({ log, follow }: { log: Log; follow: Signal<boolean> }) {
  const box = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (element && follow.value) element.scrollTop = element.scrollHeight;
  }, [log.lines, follow.value]);
  useEffect(() => {
    const element = box.current;
    const onScroll = () => {
      if (element) follow.value = element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd;
    };
    element?.addEventListener('scroll', onScroll, { passive: true });
    return () => element?.removeEventListener('scroll', onScroll);
  }, []);
  const over = log.play.state === 'ended';
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
    <section ref={box} class={styles.sheet} tabIndex={0} aria-label={words('output_title')}>
      {log.truncated && <p class={styles.note}>{words('truncated')}</p>}
      {log.cut && <p class={styles.note}>{words('cut', { count: log.lines.length })}</p>}
      {log.lines.length === 0 && <p class={styles.note}>{over ? words('empty_over') : words('empty')}</p>}
      <ol>
        {log.lines.map((line) => (
          <Line key={line.id} line={line} tongue={language.value} />
        ))}
      </ol>
    </section>
  );
}

// One of thousands: drawn anew only for another line or another language.
class Line extends Component<{ line: NumberedLine; tongue: Language }> {
  override shouldComponentUpdate(next: { line: NumberedLine; tongue: Language }) {
    return next.line !== this.props.line || next.tongue !== this.props.tongue;
  }

  override render() {
    const { line } = this.props;
    return (
      <li class={line.stream === 'recess' ? styles.recess : undefined}>
        <time dateTime={line.at}>{timeOfDay(line.at)}</time>
        <span>
          {line.stream === 'recess' && <span class="sr-only">{words('from_recess')} </span>}
          {line.text}
          {line.repeated > 1 && (
            <span class={styles.repeated}>
              <span aria-hidden="true">×{line.repeated}</span>
              <span class="sr-only">{words('repeated', { count: line.repeated })}</span>
            </span>
          )}
        </span>
      </li>
    );
  }
}
