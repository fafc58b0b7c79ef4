import { define } from './index';

export const demo = define(
  {
    title: 'Now playing',
    quiet: 'Who plays next?',
    live: 'Live picture of the play',
    scores: 'Scoreboard',
    join: 'Play along: take your phone and open',
    qr: 'QR code of {url}',
  },
  {
    title: 'Jetzt am Spielen',
    quiet: 'Wer spielt als Nächstes?',
    live: 'Livebild der Runde',
    scores: 'Rangliste',
    join: 'Spiel mit: Nimm dein Handy und öffne',
    qr: 'QR-Code von {url}',
  },
);
