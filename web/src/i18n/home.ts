// Texts of the pages that list games: home, all games, most played.
import { define } from './index';

export const home = define(
  {
    'home.title': 'Break time!',
    'home.lead': 'Pick a game, take your phone, and play. The games are made by people like you.',
    'home.none': 'There are no games yet. Upload the first one!',
    'home.places': '{running} of {places} places taken',
    'home.count': '{count} game|{count} games',
    'home.unsafe': 'Games cannot be played on this server at the moment, because it has no way to run them safely.',
    'index.title': 'All games',
    'index.search': 'Find a game',
    'index.found': '{count} game found|{count} games found',
    'index.none': 'No game fits “{query}”.',
    'most.title': 'Most played',
    'most.lead': 'Where all the breaks went.',
    'most.plays': 'Plays',
    'most.duration': 'Minutes played',
    'most.max_score': 'Best score',
    'most.max_duration': 'Longest (min)',
    'most.none': 'Nobody has played yet. Be the first!',
  },
  {
    'home.title': 'Pause!',
    'home.lead': 'Wähle ein Spiel, nimm dein Handy und spiel los. Gemacht haben die Spiele Leute wie du.',
    'home.none': 'Es gibt noch keine Spiele. Lade das erste hoch!',
    'home.places': '{running} von {places} Plätzen besetzt',
    'home.count': '{count} Spiel|{count} Spiele',
    'home.unsafe':
      'Auf diesem Server kann im Moment nicht gespielt werden, weil er Spiele nicht sicher ausführen kann.',
    'index.title': 'Alle Spiele',
    'index.search': 'Spiel suchen',
    'index.found': '{count} Spiel gefunden|{count} Spiele gefunden',
    'index.none': 'Kein Spiel passt zu «{query}».',
    'most.title': 'Meistgespielt',
    'most.lead': 'Hier sind all die Pausen geblieben.',
    'most.plays': 'Gespielt',
    'most.duration': 'Minuten gespielt',
    'most.max_score': 'Höchste Punktzahl',
    'most.max_duration': 'Längste (min)',
    'most.none': 'Es hat noch niemand gespielt. Fang an!',
  },
);
