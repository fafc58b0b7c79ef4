import { useSignal } from '@preact/signals';
import { cards } from '../i18n/cards';
import { t } from '../i18n/common';
import { dateTime, minutes, ratingText, whole } from '../i18n/format';
import { reasonText } from '../i18n/reasons';
import { scoreboard as text } from '../i18n/scoreboard';
import type { ScoreboardData, Shell, Viewer } from '../protocol/pages';
import { BadgeList } from '../ui/badges';
import { Frame } from '../ui/frame';
import { Icon } from '../ui/icons';
import { PlayButton } from '../ui/play_button';
import { Preview } from '../ui/preview';
import { Stars } from '../ui/stars';
import { TableBox } from '../ui/table';
import { RateGame } from './scoreboard/rate_game';
import styles from './scoreboard.module.css';

type ScoreboardShell = Shell<'scoreboard', ScoreboardData>;

// `compact` leaves out what a hall display has no use for; `no_nav` only concerns the frame.
export default function Scoreboard({ shell }: { shell: ScoreboardShell }) {
  const data = useSignal(shell.data);
  const { game, compact, no_nav: noNav, my_plays: mine } = data.value;
  return (
    <Frame shell={shell} title={game.name} bare={noNav}>
      <div class={`${styles.columns} ${compact ? styles.compact : ''}`}>
        <Details
          data={data.value}
          viewer={shell.viewer}
          onRated={(next) => {
            data.value = next;
          }}
        />
        <div class="stack">
          <Board data={data.value} />
          {!compact && mine && mine.length > 0 && <MyPlays plays={mine} />}
        </div>
      </div>
    </Frame>
  );
}

function Details({
  data,
  viewer,
  onRated,
}: {
  data: ScoreboardData;
  viewer: Viewer;
  onRated: (data: ScoreboardData) => void;
}) {
  const { game, compact } = data;
  return (
    <section class={styles.details} aria-label={text('board.details')}>
      <Preview name={game.name} url={game.preview} size="details" />
      <div class={styles.body}>
        <div>
          <h1 class={styles.name}>{game.name}</h1>
          <p class="muted">{cards('card.by', { authors: game.authors })}</p>
        </div>
        <div class="row">
          <Stars rating={game.rating} count={game.ratings} />
          {!compact && <strong class="nums">{ratingText(game.rating)}</strong>}
        </div>
        {!game.badges.reporting && <p class={styles.flag}>{text('board.no_reporting')}</p>}
        <BadgeList game={{ ...game, badges: { ...game.badges, reporting: true } }} />
        {game.description && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
          <section class={styles.description} aria-label={text('board.description')} tabIndex={0}>
            {game.description}
          </section>
        )}
        {!compact && <PlayButton game={game} viewer={viewer} label={cards('card.play')} wide />}
        {data.can_edit && (
          <a
            class="button quiet wide"
            href={`/update_game?game_id=${game.id}`}
            aria-label={text('board.edit_game', { name: game.name })}
          >
            <Icon name="pencil" />
            {text('board.edit')}
          </a>
        )}
        {!compact && <RateGame data={data} viewer={viewer} onRated={onRated} />}
      </div>
    </section>
  );
}

function Board({ data }: { data: ScoreboardData }) {
  if (data.board.length === 0) {
    return (
      <div class="panel">
        <h2>{text('board.title')}</h2>
        <p>{text('board.none')}</p>
      </div>
    );
  }
  return (
    <TableBox caption={text('board.title')} height="board">
      <thead>
        <tr>
          <th scope="col">
            <span aria-hidden="true">#</span>
            <span class="sr-only">{text('board.rank')}</span>
          </th>
          <th scope="col">{text('board.name')}</th>
          <th scope="col" class="number">
            {t('table.score')}
          </th>
          <th scope="col" class="number">
            {t('table.plays')}
          </th>
          <th scope="col" class="number">
            {t('table.minutes')}
          </th>
        </tr>
      </thead>
      <tbody>
        {data.board.map((row, i) => (
          <tr key={i} class={`${i === 0 ? styles.first : ''} ${row.own ? styles.own : ''}`}>
            <td>{row.rank}</td>
            <th scope="row">
              <span class={styles.player}>
                <span class={styles.name_of}>
                  {i === 0 && <Icon name="trophy" />}
                  {row.name}
                </span>
                {row.own && <span class={styles.you}>{text('board.you')}</span>}
              </span>
            </th>
            <td class="number">{whole(row.score)}</td>
            <td class="number">{whole(row.plays)}</td>
            <td class="number">{minutes(row.seconds)}</td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  );
}

function MyPlays({ plays }: { plays: NonNullable<ScoreboardData['my_plays']> }) {
  return (
    <TableBox caption={text('board.mine')} height="plays">
      <thead>
        <tr>
          <th scope="col">
            <span aria-hidden="true">#</span>
            <span class="sr-only">{text('board.number')}</span>
          </th>
          <th scope="col">{t('table.start')}</th>
          <th scope="col" class="number">
            {t('table.minutes')}
          </th>
          <th scope="col" class="number">
            {t('table.score')}
          </th>
          <th scope="col">{t('table.ended')}</th>
        </tr>
      </thead>
      <tbody>
        {plays.map((play, i) => (
          <tr key={play.id}>
            <td>{plays.length - i}</td>
            <td class={styles.date}>
              <time dateTime={play.start}>{dateTime(play.start)}</time>
            </td>
            <td class="number">{minutes(play.seconds)}</td>
            <td class="number">{whole(play.score)}</td>
            <td>{play.reason === null ? t('common.now') : reasonText(play.reason)}</td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  );
}
