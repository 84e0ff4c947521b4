import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { slug, TrainyardError } from '@trainyard/contracts';

const template = join(import.meta.dirname, '../templates/python');

async function fill(folder: string, values: Record<string, string>): Promise<string[]> {
  const files: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const text = await readFile(path, 'utf8');
    await writeFile(
      path,
      text.replace(/__(id|title)__/g, (whole, key: string) => values[key] ?? whole),
    );
    files.push(path.slice(folder.length + 1));
  }
  return files.sort();
}

/** A working trainer to start from: `trainyard trainer new NAME`. Returns its files. */
export async function scaffoldTrainer(
  name: string,
  folder: string,
): Promise<{ id: string; folder: string; files: string[] }> {
  const id = slug.safeParse(name);
  if (!id.success) {
    const detail = `the name "${name}" must be ${id.error.issues[0]?.message ?? 'a plain name'}, for instance my-trainer`;
    throw new TrainyardError('query-invalid', { detail });
  }
  const taken = await readdir(folder).catch(() => []);
  if (taken.length > 0)
    throw new TrainyardError('query-invalid', { detail: `the folder ${folder} exists and is not empty` });
  await mkdir(dirname(folder), { recursive: true });
  const draft = `${folder}.new`;
  await rm(draft, { recursive: true, force: true });
  await cp(template, draft, { recursive: true, filter: (path) => !path.includes('__pycache__') });
  const title = id.data.charAt(0).toUpperCase() + id.data.slice(1).replaceAll('-', ' ');
  const files = await fill(draft, { id: id.data, title });
  await rm(folder, { recursive: true, force: true });
  await rename(draft, folder);
  return { id: id.data, folder, files };
}
