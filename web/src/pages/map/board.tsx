// Clock, season and the table of scores. Names are what players call themselves: they are set as text.
import { clock } from '../../i18n/format';
import { text } from '../../i18n/map';
import styles from './map.module.css';
import type { Board, Voyage } from './voyage';

export function Clock({ board }: { board: Board }) {
  const { season, paused, t, players } = board;
  return (
    <p class={styles.clock}>
      <span>{text('players', { count: players })}</span>
      <span>
        {text('season', { number: String(season.number) })}
        {season.state === 'over' && `, ${text('over')}`}
        {season.state === 'running' && season.remaining >= 0 && `, ${text('left', { time: clock(season.remaining) })}`}
      </span>
      <span class="nums" title={text('clock')}>
        {clock(t)}
      </span>
      {paused && <strong>{text('paused')}</strong>}
    </p>
  );
}

// In the place of the table while there is nobody to put into it.
export function Nobody({ past }: { past: boolean }) {
  return (
    <section class={styles.nobody} aria-label={text('scores')}>
      <h2>{text('scores')}</h2>
      <p>{text(past ? 'nobody_then' : 'nobody')}</p>
      {!past && <a href="/mocean/guide">{text('guide')}</a>}
    </section>
  );
}

export function Scores({ board, voyage }: { board: Board; voyage: Voyage }) {
  const scored = board.rows.some((row) => row.score !== null);
  const followed = voyage.followed.value;
  const title = scored ? text('scores') : text('crew');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
    <section class={styles.scores} aria-label={title} tabIndex={0}>
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col" class="number">
              {text('rank')}
            </th>
            <th scope="col">{text('name')}</th>
            {scored && (
              <th scope="col" class="number">
                {text('score')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {board.rows.map((row) => (
            <tr key={row.id} data-followed={row.id === followed ? '' : undefined}>
              <td class="number">{row.rank}</td>
              <th scope="row">
                <button
                  type="button"
                  aria-pressed={row.id === followed}
                  aria-label={text('follow', { name: row.name })}
                  onClick={() => voyage.toggle(row.id)}
                >
                  <i class={styles[`ship${row.id % 10}`]} aria-hidden="true" />
                  {row.name}
                </button>
              </th>
              {scored && <td class="number">{row.score}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
