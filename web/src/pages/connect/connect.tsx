// Where a device of the public hub begins: choose an id, then a screen.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../../i18n/player';
import { deviceIdFor, readOptions, rememberDeviceId } from '../player/options';
import { lasting, ofTab } from '../player/storage';
import styles from './connect.module.css';

const screens = [
  { path: '/playground', name: 'connect.playground', text: 'connect.playground_text' },
  { path: '/controller', name: 'connect.controller', text: 'connect.controller_text' },
] as const;

export function Connect() {
  const id = useSignal(deviceIdFor(readOptions(location.search), lasting, ofTab, Math.random));
  useEffect(() => {
    document.title = `${t('connect.title')} · Recess`;
  }, []);
  const choose = (typed: string) => {
    id.value = typed;
    if (typed.trim() !== '') rememberDeviceId(typed.trim(), lasting);
  };
  return (
    <main class={styles.page}>
      <h1>{t('connect.title')}</h1>
      <p>{t('connect.text')}</p>
      <label class={styles.field}>
        {t('id.title')}
        <input
          value={id.value}
          maxLength={128}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          onInput={(event) => choose(event.currentTarget.value)}
        />
      </label>
      <nav class={styles.screens}>
        {screens.map(({ path, name, text }) => (
          <a key={path} href={path} class={styles.screen}>
            <strong>{t(name)}</strong>
            <span>{t(text)}</span>
          </a>
        ))}
      </nav>
      <a href="/">{t('bar.home')}</a>
    </main>
  );
}
