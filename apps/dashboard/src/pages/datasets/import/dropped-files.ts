import type { ChosenFile } from './chosen-files.ts';

function filesIn(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  return new Promise((resolve, reject) => {
    // A reader gives a hundred at a time, and none when there are no more.
    const more = (): void =>
      reader.readEntries((entries) => {
        if (entries.length === 0) return resolve(all);
        all.push(...entries);
        more();
      }, reject);
    more();
  });
}

async function walk(entry: FileSystemEntry, prefix: string): Promise<ChosenFile[]> {
  const path = prefix + entry.name;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ path, file }];
  }
  const found: ChosenFile[] = [];
  for (const child of await filesIn(entry as FileSystemDirectoryEntry)) found.push(...(await walk(child, `${path}/`)));
  return found;
}

/** Everything that was let go over the page, folders with all that is in them. */
export async function droppedFiles(transfer: DataTransfer): Promise<ChosenFile[]> {
  // Entries must be taken before the first wait: the list is empty afterwards.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const found: ChosenFile[] = [];
  for (const entry of entries) found.push(...(await walk(entry, '')));
  return found;
}
