// Addresses of our own pages that more than one page leads to.
export function scoreboardUrl(game: number): string {
  return `/scoreboard?game_id=${game}`;
}
