// What the browser loads before it shows anything, in compressed bytes, from the manifest that the build leaves.
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** Kilobytes of 1,000. `charts` is the lazy chunk of the chart library. */
export const budgets = { script: 165, style: 30, charts: 210 };

/** The entry and everything that it imports at once, and apart from that the chart library. */
export function loadedSizes(folder) {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8'));
  const size = (file) =>
    statSync(path.join(folder, `${file}.gz`), { throwIfNoEntry: false })?.size ??
    statSync(path.join(folder, file)).size;
  const scripts = new Set();
  const styles = new Set();
  const visit = (key) => {
    const chunk = manifest[key];
    if (chunk === undefined || scripts.has(chunk.file)) return;
    scripts.add(chunk.file);
    for (const style of chunk.css ?? []) styles.add(style);
    for (const imported of chunk.imports ?? []) visit(imported);
  };
  for (const [key, chunk] of Object.entries(manifest)) if (chunk.isEntry) visit(key);
  const sum = (files) => [...files].reduce((total, file) => total + size(file), 0) / 1000;
  const charts = Object.values(manifest).filter((chunk) => chunk.name === 'charts' && chunk.file.endsWith('.js'));
  return {
    script: sum(scripts),
    style: sum(styles),
    charts: sum(charts.map((chunk) => chunk.file)),
    files: [...scripts, ...styles],
  };
}
