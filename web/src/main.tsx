// Picks the page for the URL: the server names it in the embedded page data. Each page is loaded on demand, with its own
// texts and styles.
import './ui/tokens.css';
import './ui/base.css';
import { type ComponentType, render } from 'preact';
import type { PageData } from './protocol/pages';
import { CrashMessage, ErrorBoundary } from './ui/crash';

type ShellOf<Name extends PageData['page']> = Extract<PageData, { page: Name }>;
type Loader<Name extends PageData['page']> = () => Promise<{ default: ComponentType<{ shell: ShellOf<Name> }> }>;

// biome-ignore format: one row per page.
const pages: { [Name in PageData['page']]: Loader<Name> } = {
  home:         () => import('./pages/home'),
  index:        () => import('./pages/index_page'),
  most_played:  () => import('./pages/most_played'),
  scoreboard:   () => import('./pages/scoreboard'),
  choose_login: () => import('./pages/choose_login'),
  login:        () => import('./pages/login'),
  first_admin:  () => import('./pages/first_admin'),
  game_form:    () => import('./pages/game_form'),
  my_games:     () => import('./pages/my_games'),
  console:      () => import('./pages/console'),
  wait:         () => import('./pages/wait'),
  player:       () => import('./pages/player'),
  admin:        () => import('./pages/admin'),
  demo:         () => import('./pages/demo'),
  reference:    () => import('./pages/reference'),
  map:          () => import('./pages/map'),
  error:        () => import('./pages/error'),
};

export function readPageData(): PageData {
  const text = document.getElementById('page')?.textContent;
  if (!text) throw new Error('the page data is missing');
  return JSON.parse(text) as PageData;
}

async function start(root: HTMLElement): Promise<void> {
  try {
    const shell = readPageData();
    // The table above has matched names and data; here, at run time, any page with its own shell will do.
    const load = pages[shell.page] as unknown as Loader<'error'> | undefined;
    if (!load) throw new Error(`no page called ${shell.page}`);
    const { default: Page } = await load();
    render(
      <ErrorBoundary>
        <Page shell={shell as ShellOf<'error'>} />
      </ErrorBoundary>,
      root,
    );
  } catch (problem) {
    console.error(problem);
    render(<CrashMessage problem={problem} />, root);
  }
}

const root = document.getElementById('app');
if (root) void start(root);
