// Adds up what a browser must load before each catalogue page is drawn, and fails when a page has grown beyond its budget.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const budget = 25 * 1024; // bytes of JavaScript, gzipped
const dist = process.env.RECESS_WEB_DIST ?? 'dist';
const manifest = JSON.parse(readFileSync(join(dist, 'assets/manifest.json'), 'utf8'));

function chunksOf(key, found = new Set()) {
  if (found.has(key)) return found;
  found.add(key);
  for (const imported of manifest[key].imports ?? []) chunksOf(imported, found);
  return found;
}

const size = (key) => gzipSync(readFileSync(join(dist, manifest[key].file)), { level: 9 }).length;
const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
let over = false;

for (const page of manifest[entry].dynamicImports ?? []) {
  if (page.endsWith('/player.tsx')) continue; // the stage of a play has its own measure
  const bytes = [...chunksOf(page, chunksOf(entry))].reduce((sum, key) => sum + size(key), 0);
  const late = bytes > budget;
  over ||= late;
  console.log(`${(bytes / 1024).toFixed(1).padStart(6)} kB  ${page}${late ? '  over the budget' : ''}`);
}
if (over) process.exit(1);
