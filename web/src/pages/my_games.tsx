import { t } from '../i18n/common';
import { dateTime, day, minutes, whole } from '../i18n/format';
import { my_games as text } from '../i18n/my_games';
import { reasonText, stateText } from '../i18n/reasons';
import type { MyGamesData, Shell, Viewer } from '../protocol/pages';
import { Confirm } from '../ui/confirm';
import { Frame } from '../ui/frame';
import { Icon } from '../ui/icons';
import { scoreboardUrl } from '../ui/links';
import { PlayButton } from '../ui/play_button';
import { TableBox } from '../ui/table';
import styles from './my_games.module.css';

type Game = MyGamesData['games'][number];

export default function MyGames({ shell }: { shell: Shell<'my_games', MyGamesData> }) {
  const { games } = shell.data;
  const title = shell.viewer.admin ? text('mine.all_title') : text('mine.title');
  return (
    <Frame shell={shell} title={title}>
      <div class={styles.head}>
        <h1>{title}</h1>
        <a class="button go" href="/upload_game">
          <Icon name="upload" />
          {text('mine.upload')}
        </a>
      </div>
      {games.length === 0 && <p class="panel">{text('mine.none')}</p>}
      <ul class="stack">
        {games.map((game) => (
          <li key={game.id}>
            <OneGame game={game} viewer={shell.viewer} />
          </li>
        ))}
      </ul>
    </Frame>
  );
}

function OneGame({ game, viewer }: { game: Game; viewer: Viewer }) {
  return (
    <article class={`panel ${styles.game}`}>
      <div class={styles.top}>
        <div>
          <h2>
            <a href={scoreboardUrl(game.id)}>{game.name}</a>
          </h2>
          <dl class={styles.facts}>
            <div>
              <dt>{text('mine.author')}</dt>
              <dd>{game.author}</dd>
            </div>
            <div>
              <dt>{text('mine.created')}</dt>
              <dd>
                <time dateTime={game.created}>{day(game.created)}</time>
              </dd>
            </div>
          </dl>
          {game.version !== null && <p class={styles.version}>{text('mine.version', { version: game.version })}</p>}
        </div>
        <div class={styles.actions}>
          <PlayButton game={game} viewer={viewer} />
          <a
            class="button"
            href={`/update_game?game_id=${game.id}`}
            aria-label={text('mine.update_game', { name: game.name })}
          >
            <Icon name="pencil" />
            {text('mine.update')}
          </a>
          <DeleteGame game={game} viewer={viewer} />
        </div>
      </div>
      <Plays game={game} />
    </article>
  );
}

function DeleteGame({ game, viewer }: { game: Game; viewer: Viewer }) {
  return (
    <Confirm
      opener={
        <>
          <Icon name="trash" />
          {t('common.delete')}
        </>
      }
      openerLabel={text('mine.delete_game', { name: game.name })}
      title={text('mine.delete_title', { name: game.name })}
    >
      <p>{text('mine.delete_text')}</p>
      <form method="post" action="/delete">
        <input type="hidden" name="csrf" value={viewer.csrf} />
        <input type="hidden" name="id" value={game.id} />
        <button type="submit" class="button danger wide">
          {text('mine.delete_yes')}
        </button>
      </form>
    </Confirm>
  );
}

function Plays({ game }: { game: Game }) {
  if (game.plays.length === 0) return <p class="muted">{text('mine.no_plays')}</p>;
  return (
    <details class={styles.plays}>
      <summary>{text('mine.plays', { count: game.plays.length })}</summary>
      <TableBox caption={text('mine.plays_of', { name: game.name })} hidden height="log" stack>
        <thead>
          <tr>
            <th scope="col">{t('table.start')}</th>
            <th scope="col" class="number">
              {t('table.minutes')}
            </th>
            <th scope="col" class="number">
              {t('table.score')}
            </th>
            <th scope="col">{t('table.ended')}</th>
            <th scope="col">{text('mine.console')}</th>
          </tr>
        </thead>
        <tbody>
          {game.plays.map((play) => (
            <tr key={play.id}>
              <th scope="row">
                <time dateTime={play.start}>{dateTime(play.start)}</time>
              </th>
              <td class="number" data-label={t('table.minutes')}>
                {minutes(play.seconds)}
              </td>
              <td class="number" data-label={t('table.score')}>
                {whole(play.score)}
              </td>
              <td data-label={t('table.ended')}>
                <Outcome play={play} />
              </td>
              <td data-label={text('mine.console')}>
                <a
                  class={styles.console}
                  href={`/console/${play.id}`}
                  aria-label={text('mine.console_of', { start: dateTime(play.start) })}
                >
                  <Icon name="console" />
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </TableBox>
    </details>
  );
}

// A crash also shows what Python said.
function Outcome({ play }: { play: Game['plays'][number] }) {
  if (play.reason === null) return <span class={styles.live}>{stateText(play.state)}</span>;
  return (
    <>
      {reasonText(play.reason, play.detail)}
      {play.reason === 'script_crashed' && play.detail && <code class={styles.crash}>{play.detail}</code>}
    </>
  );
}
