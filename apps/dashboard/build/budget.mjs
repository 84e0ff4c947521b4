// What the browser loads before it shows anything, in compressed bytes, from the manifest that the build leaves.
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** Kilobytes of 1,000. `charts` is the lazy chunk of the chart library. */
export const budgets = { script: 165, style: 30, charts: 210 };

/** The entry with everything that it imports at once, and what the first chart loads beside it. */
export function loadedSizes(folder) {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8'));
  const first = new Set();
  for (const [key, chunk] of Object.entries(manifest)) if (chunk.isEntry) visit(manifest, key, first);
  const withCharts = new Set(first);
  visit(manifest, 'src/charts/chart-parts.ts', withCharts);
  const later = [...withCharts].filter((file) => !first.has(file));
  const files = [...first];
  return {
    script: kilobytes(
      folder,
      files.filter((file) => file.endsWith('.js')),
    ),
    style: kilobytes(
      folder,
      files.filter((file) => file.endsWith('.css')),
    ),
    charts: kilobytes(folder, later),
    files,
  };
}

function visit(manifest, key, seen) {
  const chunk = manifest[key];
  if (chunk === undefined || seen.has(chunk.file)) return;
  seen.add(chunk.file);
  for (const style of chunk.css ?? []) seen.add(style);
  for (const imported of chunk.imports ?? []) visit(manifest, imported, seen);
}

function kilobytes(folder, files) {
  const sizes = files.map((file) => {
    const whole = path.join(folder, file);
    return (statSync(`${whole}.gz`, { throwIfNoEntry: false }) ?? statSync(whole)).size;
  });
  return sizes.reduce((total, size) => total + size, 0) / 1000;
}
