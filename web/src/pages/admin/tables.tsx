import { kindText, admin as text } from '../../i18n/admin';
import { t } from '../../i18n/common';
import { clock, dateTime, day, whole } from '../../i18n/format';
import { reasonText, stateText } from '../../i18n/reasons';
import type { AdminData } from '../../protocol/pages';
import { Icon } from '../../ui/icons';
import { scoreboardUrl } from '../../ui/links';
import { TableBox } from '../../ui/table';
import styles from './tables.module.css';

export function QueueTable({ queue }: { queue: AdminData['queue'] }) {
  if (queue.length === 0) return <Nothing title={text('queue')} words={text('queue_none')} />;
  return (
    <TableBox caption={text('queue')} height="log">
      <thead>
        <tr>
          <th scope="col">#</th>
          <th scope="col">{t('table.game')}</th>
          <th scope="col" class="number">
            {text('waited')}
          </th>
        </tr>
      </thead>
      <tbody>
        {queue.map((entry, i) => (
          <tr key={entry.ticket}>
            <td>{i + 1}</td>
            <th scope="row">{entry.game}</th>
            <td class="number">{clock(entry.waited_s)}</td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  );
}

export function ReasonTable({ reasons }: { reasons: AdminData['reasons'] }) {
  if (reasons.length === 0) return <Nothing title={text('reasons')} words={text('reasons_none')} />;
  return (
    <TableBox caption={text('reasons')} height="log">
      <thead>
        <tr>
          <th scope="col">{text('reason')}</th>
          <th scope="col" class="number">
            {text('count')}
          </th>
        </tr>
      </thead>
      <tbody>
        {reasons.map(({ reason, count }) => (
          <tr key={reason}>
            <th scope="row">{reasonText(reason)}</th>
            <td class="number">{whole(count)}</td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  );
}

export function LatestTable({ latest }: { latest: AdminData['latest'] }) {
  if (latest.length === 0) return <Nothing title={text('latest')} words={text('latest_none')} />;
  return (
    <TableBox caption={text('latest')} height="log" stack>
      <thead>
        <tr>
          <th scope="col">{t('table.start')}</th>
          <th scope="col">{t('table.game')}</th>
          <th scope="col">{t('table.player')}</th>
          <th scope="col" class="number">
            {t('table.score')}
          </th>
          <th scope="col">{t('table.ended')}</th>
          <th scope="col">{text('id')}</th>
        </tr>
      </thead>
      <tbody>
        {latest.map((play) => (
          <tr key={play.id}>
            <td data-label={t('table.start')} class={styles.date}>
              <time dateTime={play.start}>{dateTime(play.start)}</time>
            </td>
            <th scope="row">
              {play.game_id === null ? (
                play.game || t('common.unknown_game')
              ) : (
                <a href={scoreboardUrl(play.game_id)}>{play.game}</a>
              )}
            </th>
            <td data-label={t('table.player')}>{play.player}</td>
            <td class="number" data-label={t('table.score')}>
              {whole(play.score)}
            </td>
            <td data-label={t('table.ended')}>
              {play.reason === null ? stateText('running') : reasonText(play.reason)}
            </td>
            <td class={styles.code} data-wide>
              <a href={`/console/${encodeURIComponent(play.id)}`}>{play.id}</a>
            </td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  );
}

export function UserTable({ users }: { users: AdminData['users'] }) {
  return (
    <TableBox caption={`${text('users')} (${users.length})`} height="log" stack>
      <thead>
        <tr>
          <th scope="col">{text('user')}</th>
          <th scope="col">{text('kind')}</th>
          <th scope="col">{text('role')}</th>
          <th scope="col">{text('created')}</th>
        </tr>
      </thead>
      <tbody>
        {users.map((user) => (
          <tr key={user.id}>
            <th scope="row">{user.name}</th>
            <td data-label={text('kind')}>{kindText(user.kind)}</td>
            <td>{user.admin ? text('is_admin') : ''}</td>
            <td data-label={text('created')}>
              <time dateTime={user.created}>{day(user.created)}</time>
            </td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  );
}

export function SandboxTable({ sandbox }: { sandbox: AdminData['sandbox'] }) {
  return (
    <details class={styles.sandbox} open={sandbox.level < 1}>
      <summary>
        {text('sandbox')}: {text('level', { level: sandbox.level })} ({sandbox.summary})
      </summary>
      <p class="muted">{text('warm', { count: sandbox.warm })}</p>
      <TableBox caption={text('sandbox')} hidden stack>
        <thead>
          <tr>
            <th scope="col">{text('property')}</th>
            <th scope="col">{text('given')}</th>
            <th scope="col">{text('detail')}</th>
          </tr>
        </thead>
        <tbody>
          {sandbox.properties.map((property) => (
            <tr key={property.name}>
              <th scope="row">{property.name}</th>
              <td>
                <span class={property.given ? styles.good : property.required ? styles.bad : styles.plain}>
                  <Icon name={property.given ? 'check' : property.required ? 'warning' : 'info'} />
                  {property.given ? text('yes') : property.required ? text('no') : text('no_optional')}
                </span>
              </td>
              <td data-wide>{property.detail}</td>
            </tr>
          ))}
        </tbody>
      </TableBox>
    </details>
  );
}

function Nothing({ title, words }: { title: string; words: string }) {
  return (
    <section class="panel">
      <h2>{title}</h2>
      <p class="muted">{words}</p>
    </section>
  );
}
