// Why a play ended, in words for players and authors. The detail of some reasons is a code of its own.
import type { PlayState } from '../protocol/pages';
import { define } from './index';

export const reasons = define(
  {
    player_left: 'Player left',
    'player_left.never_joined': 'Nobody opened the game',
    'player_left.leave_button': 'Player left',
    script_finished: 'Game finished',
    'script_finished.disconnected': 'Game hung up',
    'script_finished.no_connector': 'Game never connected',
    'script_finished.exit': 'Game finished (exit {value})',
    script_crashed: 'Game crashed',
    killed_by_player: 'Ended by the player',
    killed_by_owner: 'Ended by the author',
    killed_by_admin: 'Ended by an admin',
    limit_exceeded: 'Over a limit',
    'limit_exceeded.memory': 'Used too much memory',
    'limit_exceeded.processes': 'Started too many processes or threads',
    'limit_exceeded.output': 'Printed too much',
    'limit_exceeded.time': 'Played too long',
    'limit_exceeded.idle': 'Nobody pressed anything for a long time',
    'limit_exceeded.disk': 'Wrote too much',
    'limit_exceeded.message_size': 'Sent a message that was too big',
    'limit_exceeded.offline': 'Game did not connect',
    server_restarted: 'Server restarted',
    replaced: 'Another game was started',
    start_failed: 'Could not be started',
    imported: 'Taken over from the old server',
    'state.queued': 'waiting',
    'state.starting': 'starting',
    'state.running': 'running',
    'state.ending': 'ending',
    'state.ended': 'ended',
  },
  {
    player_left: 'Spiel verlassen',
    'player_left.never_joined': 'Niemand öffnete das Spiel',
    'player_left.leave_button': 'Spiel verlassen',
    script_finished: 'Spiel zu Ende',
    'script_finished.disconnected': 'Spiel legte auf',
    'script_finished.no_connector': 'Spiel stellte nie eine Verbindung her',
    'script_finished.exit': 'Spiel zu Ende (exit {value})',
    script_crashed: 'Spiel abgestürzt',
    killed_by_player: 'Selbst beendet',
    killed_by_owner: 'Vom Autorenteam beendet',
    killed_by_admin: 'Von der Verwaltung beendet',
    limit_exceeded: 'Grenze überschritten',
    'limit_exceeded.memory': 'Zu viel Speicher gebraucht',
    'limit_exceeded.processes': 'Zu viele Prozesse oder Threads gestartet',
    'limit_exceeded.output': 'Zu viel ausgegeben',
    'limit_exceeded.time': 'Zu lange gespielt',
    'limit_exceeded.idle': 'Lange nichts gedrückt',
    'limit_exceeded.disk': 'Zu viel geschrieben',
    'limit_exceeded.message_size': 'Zu grosse Nachricht geschickt',
    'limit_exceeded.offline': 'Spiel hat sich nicht verbunden',
    server_restarted: 'Server neu gestartet',
    replaced: 'Anderes Spiel gestartet',
    start_failed: 'Start misslungen',
    imported: 'Vom alten Server übernommen',
    'state.queued': 'wartet',
    'state.starting': 'startet',
    'state.running': 'läuft',
    'state.ending': 'endet',
    'state.ended': 'beendet',
  },
);

// An unknown reason is shown as the server wrote it; a detail that is no code (a crash's message) is not part of the text.
export function reasonText(reason: string, detail: string | null = null): string {
  const exit = /^exit (-?\d+)$/.exec(detail ?? '');
  if (exit && reason === 'script_finished') {
    return exit[1] === '0' ? reasons('script_finished') : reasons('script_finished.exit', { value: exit[1] ?? '' });
  }
  const precise = `${reason}.${detail}`;
  if (reasons.has(precise)) return reasons(precise);
  return reasons.has(reason) ? reasons(reason) : reason;
}

export function stateText(state: PlayState): string {
  const key = `state.${state}`;
  return reasons.has(key) ? reasons(key) : state;
}
