import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Issue, type Manifest, type SharedParameters, sharedParameters } from '@trainyard/contracts';
import { isPlainObject } from '@trainyard/domain';
import { readYaml } from './read-yaml.ts';
import type { FoundTrainer } from './scan.ts';

const keys = Object.keys(sharedParameters.shape);

type Properties = Record<string, unknown>;

/** Keys of `own` win; objects (a setting, its `x-ui`, the settings inside it) are blended key by key. */
function blend(shared: unknown, own: unknown): unknown {
  if (!isPlainObject(shared) || !isPlainObject(own)) return own === undefined ? shared : own;
  const all = [...new Set([...Object.keys(shared), ...Object.keys(own)])];
  return Object.fromEntries(all.map((key) => [key, blend(shared[key], own[key])]));
}

async function readShared(folder: string, name: string): Promise<{ shared: SharedParameters | null; issues: Issue[] }> {
  const file = `../parameters/${name}.yaml`;
  const text = await readFile(join(folder, file), 'utf8').catch(() => null);
  if (text === null) {
    return { shared: null, issues: [{ path: 'include', message: `There is no file "${file}" to include` }] };
  }
  const read = readYaml(file, text, sharedParameters, keys);
  return { shared: read.value, issues: read.issues };
}

/** The manifest with the settings and rules of the files that it includes: its own settings first, then theirs. */
export async function withIncluded(
  found: Pick<FoundTrainer, 'folder'>,
  manifest: Manifest,
): Promise<{ manifest: Manifest; issues: Issue[] }> {
  if (manifest.include.length === 0) return { manifest, issues: [] };
  const own: Properties = isPlainObject(manifest.parameters.properties) ? manifest.parameters.properties : {};
  const read = await Promise.all(manifest.include.map((name) => readShared(found.folder, name)));
  const files = read.flatMap(({ shared }) => (shared === null ? [] : [shared]));
  const shared: Properties = Object.assign({}, ...files.map((file) => file.properties));
  const alone = Object.entries(own).filter(([name]) => shared[name] === undefined);
  const blended = Object.entries(shared).map(([name, setting]) => [name, blend(setting, own[name])]);
  return {
    issues: read.flatMap(({ issues }) => issues),
    manifest: {
      ...manifest,
      parameters: { ...manifest.parameters, properties: Object.fromEntries([...alone, ...blended]) },
      rules: [...manifest.rules, ...files.flatMap((file) => file.rules)],
      capabilities: {
        ...manifest.capabilities,
        continue: [...new Set([...manifest.capabilities.continue, ...files.flatMap((file) => file.continue)])],
      },
    },
  };
}
