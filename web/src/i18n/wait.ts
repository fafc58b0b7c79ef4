import { define } from './index';

export const wait = define(
  {
    'wait.title': 'You are in the queue',
    'wait.next': 'You are next!',
    'wait.position': 'Place {position} in the queue',
    'wait.estimate': 'About {minutes} to go',
    'wait.minutes': '{count} minute|{count} minutes',
    'wait.seconds': '{count} second|{count} seconds',
    'wait.running': '{count} play is running|{count} plays are running',
    'wait.stay': 'Keep this page open. The game starts by itself when it is your turn.',
    'wait.starting': 'Your turn! The game is starting …',
    'wait.gone': 'You lost your place',
    'wait.gone_text': 'You were away for too long, or you started another game. Just queue again.',
    'wait.again': 'Queue again',
    'wait.leave': 'Leave the queue',
  },
  {
    'wait.title': 'Du bist in der Warteschlange',
    'wait.next': 'Du bist als Nächstes dran!',
    'wait.position': 'Platz {position} in der Warteschlange',
    'wait.estimate': 'Noch etwa {minutes}',
    'wait.minutes': '{count} Minute|{count} Minuten',
    'wait.seconds': '{count} Sekunde|{count} Sekunden',
    'wait.running': '{count} Runde läuft|{count} Runden laufen',
    'wait.stay': 'Lass diese Seite offen. Das Spiel startet von selbst, sobald du dran bist.',
    'wait.starting': 'Du bist dran! Das Spiel startet …',
    'wait.gone': 'Du hast deinen Platz verloren',
    'wait.gone_text': 'Du warst zu lange weg, oder du hast ein anderes Spiel gestartet. Stell dich einfach wieder an.',
    'wait.again': 'Wieder anstellen',
    'wait.leave': 'Warteschlange verlassen',
  },
);
