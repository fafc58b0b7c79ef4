// What surrounds every page of the catalogue: skip link, navigation, notices, the main landmark and its title.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/common';
import { type Language, language, languages, setLanguage } from '../i18n/index';
import type { Notice, PageData, Viewer } from '../protocol/pages';
import styles from './frame.module.css';
import { Icon } from './icons';
import { Message, NoticeMessage } from './message';
import { takeNotice } from './notice';
import { Wave } from './wave';

interface Props {
  shell: PageData;
  title: string; // of the document; the page shows its own heading
  hero?: ComponentChildren; // continues the header's sea above the content
  bare?: boolean; // without navigation, for pages shown inside another one
  narrow?: boolean;
  children: ComponentChildren;
}

export function Frame({ shell, title, hero, bare, narrow, children }: Props) {
  const carried = useSignal<Notice | null>(null);
  useEffect(() => {
    carried.value = takeNotice();
  }, []);
  useEffect(() => {
    document.title = title === 'Recess' ? title : `${title} · Recess`;
  }, [title]);
  const without = bare || new URLSearchParams(location.search).has('no_nav');
  const notice = shell.notice ?? carried.value;
  return (
    <>
      {!without && (
        <>
          <a class={styles.skip} href="#content">
            {t('frame.skip')}
          </a>
          <Header viewer={shell.viewer} page={updating(shell) ? null : shell.page} />
        </>
      )}
      <main id="content" tabIndex={-1} class={styles.main}>
        {!without && hero}
        {!without && <Wave />}
        <div class={`${styles.content} ${narrow ? styles.narrow : ''} ${without ? styles.bare : ''}`}>
          {!navigator.cookieEnabled && <Message kind="warning">{t('frame.no_cookies')}</Message>}
          {notice && <NoticeMessage notice={notice} />}
          {children}
        </div>
      </main>
      {!without && (
        <footer class={styles.footer}>
          <span>Recess</span>
          <span>{t('frame.tagline')}</span>
        </footer>
      )}
    </>
  );
}

// The form of an existing game is not the page that the navigation calls "Upload".
function updating(shell: PageData): boolean {
  return shell.page === 'game_form' && shell.data.game !== null;
}

interface Entry {
  page: PageData['page'];
  href: string;
  label: string;
}

function entries(viewer: Viewer): Entry[] {
  const everybody: Entry[] = [
    { page: 'home', href: '/', label: t('nav.home') },
    { page: 'index', href: '/index', label: t('nav.games') },
    { page: 'most_played', href: '/most_played', label: t('nav.most_played') },
  ];
  const registered: Entry[] = [
    { page: 'game_form', href: '/upload_game', label: t('nav.upload') },
    { page: 'my_games', href: '/user', label: t('nav.my_games') },
  ];
  const admins: Entry[] = [{ page: 'admin', href: '/admin', label: t('nav.admin') }];
  return [...everybody, ...(viewer.kind === 'registered' ? registered : []), ...(viewer.admin ? admins : [])];
}

function Header({ viewer, page }: { viewer: Viewer; page: PageData['page'] | null }) {
  const open = useSignal(false);
  const known = viewer.kind === 'registered';
  return (
    <header class={styles.header}>
      <div class={styles.bar}>
        <a class={styles.brand} href="/">
          <img src="/assets/icon.svg" alt="" width="36" height="36" />
          Recess
        </a>
        <button
          type="button"
          class={styles.menu}
          aria-expanded={open.value}
          aria-controls="navigation"
          onClick={() => {
            open.value = !open.value;
          }}
        >
          <Icon name={open.value ? 'close' : 'menu'} />
          {t('frame.menu')}
        </button>
        <nav id="navigation" aria-label={t('frame.navigation')} class={styles.nav} data-open={open.value}>
          <ul>
            {entries(viewer).map((entry) => (
              <li key={entry.href}>
                <a href={entry.href} aria-current={entry.page === page ? 'page' : undefined}>
                  {entry.label}
                </a>
              </li>
            ))}
            {!known && (
              <li>
                <button type="button" disabled title={t('nav.upload_locked')} class={styles.locked}>
                  {t('nav.upload')}
                </button>
              </li>
            )}
            <li class={styles.account}>
              {known && (
                <span class={styles.who} title={t('frame.signed_in', { name: viewer.name })}>
                  <Icon name="user" />
                  <span class="sr-only">{t('frame.signed_in', { name: '' })}</span>
                  <span>{viewer.name}</span>
                </span>
              )}
              {known ? (
                <a href="/logout">{t('nav.logout')}</a>
              ) : (
                <a href="/login" aria-current={page === 'login' ? 'page' : undefined} class={styles.login}>
                  {t('nav.login')}
                </a>
              )}
            </li>
          </ul>
          <LanguageSwitch />
        </nav>
      </div>
    </header>
  );
}

const languageNames: Record<Language, string> = { en: 'English', de: 'Deutsch' };

export function LanguageSwitch() {
  return (
    <div role="group" aria-label={t('frame.language')} class={styles.languages}>
      {languages.map((tongue) => (
        <button
          key={tongue}
          type="button"
          lang={tongue}
          aria-pressed={language.value === tongue}
          aria-label={`${tongue.toUpperCase()}: ${languageNames[tongue]}`}
          onClick={() => setLanguage(tongue)}
        >
          {tongue.toUpperCase()}
        </button>
      ))}
    </div>
  );
}
