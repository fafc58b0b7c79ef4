import { t } from '../i18n/common';
import { minutes, whole } from '../i18n/format';
import { home as text } from '../i18n/home';
import type { MostPlayedData, Shell } from '../protocol/pages';
import { Frame } from '../ui/frame';
import { scoreboardUrl } from '../ui/links';
import { TableBox } from '../ui/table';
import styles from './most_played.module.css';

export default function MostPlayed({ shell }: { shell: Shell<'most_played', MostPlayedData> }) {
  const { rows } = shell.data;
  const longest = Math.max(1, ...rows.map((row) => row.seconds));
  return (
    <Frame shell={shell} title={text('most.title')}>
      <div>
        <h1>{text('most.title')}</h1>
        <p class="muted">{text('most.lead')}</p>
      </div>
      {rows.length === 0 ? (
        <p class="panel">{text('most.none')}</p>
      ) : (
        <TableBox caption={text('most.title')} hidden>
          <thead>
            <tr>
              <th scope="col">{t('table.game')}</th>
              <th scope="col" class="number">
                {text('most.plays')}
              </th>
              <th scope="col" class="number">
                {text('most.duration')}
              </th>
              <th scope="col" class="number">
                {text('most.max_score')}
              </th>
              <th scope="col" class="number">
                {text('most.max_duration')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.game_id}>
                <th scope="row" class={styles.game}>
                  <a href={scoreboardUrl(row.game_id)}>{row.game}</a>
                  <svg class={styles.bar} viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                    <rect width={(100 * row.seconds) / longest} height="4" rx="2" />
                  </svg>
                </th>
                <td class="number">{whole(row.plays)}</td>
                <td class="number">{minutes(row.seconds)}</td>
                <td class="number">{whole(row.max_score)}</td>
                <td class="number">{minutes(row.longest_seconds)}</td>
              </tr>
            ))}
          </tbody>
        </TableBox>
      )}
    </Frame>
  );
}
