export interface ChosenFile {
  /** Below the data set's folder, with `/`. */
  path: string;
  file: File;
}

/** Files that systems put into every folder; nobody means to upload them. */
const clutter = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini']);

function isClutter(path: string): boolean {
  const parts = path.split('/');
  return clutter.has(parts.at(-1) ?? '') || parts.includes('__MACOSX');
}

/** New files beside earlier ones; one of the same path takes the place of the earlier. */
export function addFiles(old: readonly ChosenFile[], more: readonly ChosenFile[]): ChosenFile[] {
  const byPath = new Map([...old, ...more.filter(({ path }) => !isClutter(path))].map((one) => [one.path, one]));
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

export function totalBytes(files: readonly ChosenFile[]): number {
  return files.reduce((sum, { file }) => sum + file.size, 0);
}

/** From a file field; one that takes folders knows the path below the folder. */
export function filesOfList(list: FileList | null): ChosenFile[] {
  return [...(list ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** A name that a data set may have, from what was chosen: its folder, or its only file. */
export function nameFor(files: readonly Pick<ChosenFile, 'path'>[]): string {
  const first = files[0]?.path ?? '';
  const folder = first.includes('/') ? (first.split('/')[0] ?? '') : '';
  const word = folder !== '' ? folder : files.length === 1 ? first.replace(/\.[^.]*$/, '') : '';
  return word
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 80);
}
