// Picks the page for the URL: the server names it in the embedded page data. Each page is loaded on demand.
import { type ComponentType, render } from 'preact';
import type { PageData } from './protocol/pages';

type Page = ComponentType<{ shell: PageData }>;
const pages: Record<string, () => Promise<{ default: Page }>> = {};

export function readPageData(): PageData {
  const text = document.getElementById('page')?.textContent;
  if (!text) throw new Error('the page data is missing');
  return JSON.parse(text) as PageData;
}

async function start(): Promise<void> {
  const shell = readPageData();
  const load = pages[shell.page];
  const root = document.getElementById('app');
  if (!load || !root) throw new Error(`no page called ${shell.page}`);
  const { default: Page } = await load();
  render(<Page shell={shell} />, root);
}

void start();
