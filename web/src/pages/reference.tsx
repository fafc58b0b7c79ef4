// The reference of an interface, readable: chapters of routes or events, each with its parameters, an example and, where
// asking is all it takes, a link to try it.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { getJson } from '../api/request';
import { reference as text } from '../i18n/reference';
import { type Chapter, type Entry, pythonLine, type Reference, readAsyncApi, readOpenApi } from '../model/reference';
import type { ReferenceData, Shell } from '../protocol/pages';
import { Frame } from '../ui/frame';
import { Copyable } from './reference/copyable';
import { Fields } from './reference/fields';
import { Prose } from './reference/prose';
import styles from './reference.module.css';

type State = Reference | 'loading' | 'failed';

// The entries whose title or summary has the words, without chapters that have none.
export function find(chapters: readonly Chapter[], query: string): Chapter[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (entry: Entry) => {
    const written = `${entry.title} ${entry.summary}`.toLowerCase();
    return words.every((word) => written.includes(word));
  };
  return chapters
    .map((chapter) => ({ ...chapter, entries: chapter.entries.filter(fits) }))
    .filter((chapter) => chapter.entries.length > 0);
}

export default function ReferencePage({ shell }: { shell: Shell<'reference', ReferenceData> }) {
  const { kind, document: address } = shell.data;
  const state = useSignal<State>('loading');
  const query = useSignal('');
  const load = async () => {
    state.value = 'loading';
    try {
      const description = await getJson<unknown>(address);
      state.value = kind === 'openapi' ? readOpenApi(description) : readAsyncApi(description);
    } catch {
      state.value = 'failed';
    }
  };
  useEffect(() => {
    void load();
  }, []);
  // An address with a place in it was opened before the place existed.
  useEffect(() => {
    if (typeof state.value !== 'string' && location.hash) document.querySelector(location.hash)?.scrollIntoView();
  }, [state.value]);

  const title = text(kind === 'openapi' ? 'games' : 'hub');
  const shown = typeof state.value === 'string' ? [] : find(state.value.chapters, query.value);
  return (
    <Frame shell={shell} title={title}>
      <div class={styles.head}>
        <h1>{title}</h1>
        <nav aria-label={text('guides')} class={styles.guides}>
          <a href="/docs" aria-current={kind === 'openapi' ? 'page' : undefined}>
            {text('games')}
          </a>
          <a href="/docs/hub" aria-current={kind === 'asyncapi' ? 'page' : undefined}>
            {text('hub')}
          </a>
        </nav>
      </div>
      {state.value === 'loading' && <p role="status">{text('loading')}</p>}
      {state.value === 'failed' && (
        <p role="alert" class="panel">
          {text('failed')}{' '}
          <button type="button" class="button" onClick={() => void load()}>
            {text('again')}
          </button>
        </p>
      )}
      {typeof state.value !== 'string' && (
        <>
          <Prose text={state.value.description} />
          <p class="muted">
            {text('english')} {text('document', { url: '' })}
            <a href={address}>{shell.url + address}</a>
          </p>
          <label class={styles.search}>
            {text('search')}
            <input
              type="search"
              value={query.value}
              onInput={(event) => {
                query.value = event.currentTarget.value;
              }}
            />
          </label>
          {shown.length === 0 && (
            <p role="status" class="panel">
              {text('none', { query: query.value.trim() })}
            </p>
          )}
          {shown.map((chapter) => (
            <ChapterView key={chapter.id} chapter={chapter} base={shell.url} />
          ))}
        </>
      )}
    </Frame>
  );
}

function ChapterView({ chapter, base }: { chapter: Chapter; base: string }) {
  return (
    <section aria-labelledby={chapter.id} class={styles.chapter}>
      <h2 id={chapter.id}>{chapter.title}</h2>
      <p>{chapter.description}</p>
      {chapter.entries.map((entry) => (
        <EntryView key={entry.id} entry={entry} base={base} />
      ))}
    </section>
  );
}

function EntryView({ entry, base }: { entry: Entry; base: string }) {
  return (
    <details class={styles.entry} id={entry.id} open={location.hash === `#${entry.id}`}>
      <summary>
        <code>{entry.title}</code>
        <span>{entry.summary}</span>
      </summary>
      <div class={styles.body}>
        {entry.description && <Prose text={entry.description} />}
        {entry.fields.length > 0 && <Fields fields={entry.fields} caption={entry.title} asked={entry.asked !== null} />}
        {entry.example && !entry.asked && <Copyable label={text('example')} content={entry.example} />}
        {entry.asked && (
          <>
            <p>
              <a href={entry.asked} target="_blank" rel="noreferrer">
                {text('try')}: <code>{entry.asked}</code>
              </a>
            </p>
            <Copyable label={text('python')} content={pythonLine(base, entry.asked)} />
          </>
        )}
        {entry.reply && <Copyable label={text('reply')} content={entry.reply} />}
      </div>
    </details>
  );
}
