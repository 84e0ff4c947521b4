const keptMs = 10_000;

/** Lets the reader keep a blob as a file. */
export function saveFile(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers read the blob only after the click has long returned.
  setTimeout(() => URL.revokeObjectURL(url), keptMs);
}

/** A title as the name of a file, the same on every system. */
export function fileName(title: string, ending: string): string {
  const plain = title
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase();
  const short = [...plain].slice(0, 60).join('').replace(/-+$/, '');
  return `${short === '' ? 'picture' : short}.${ending}`;
}
