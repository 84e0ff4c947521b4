import { type FrozenRun, frozenRun, TrainyardError } from '@trainyard/contracts';
import { type ConfigObject, isPlainObject } from '@trainyard/domain';
import { parse, stringify } from 'yaml';

/** The record of a run as people read and mail it. */
export function frozenToYaml(frozen: FrozenRun): string {
  return stringify(frozen, { lineWidth: 120, aliasDuplicateObjects: false });
}

export interface ConfigFile {
  config: ConfigObject;
  /** The whole record, where the file is one of a run. */
  frozen: FrozenRun | null;
}

/** A configuration that a person hands in: the YAML of a run, a preset file, or bare settings. */
export function readConfigFile(text: string): ConfigFile {
  let raw: unknown;
  try {
    raw = parse(text, { maxAliasCount: 100 });
  } catch (error) {
    const detail = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new TrainyardError('upload-invalid', { detail: `the configuration is no YAML: ${detail}` });
  }
  if (!isPlainObject(raw))
    throw new TrainyardError('upload-invalid', { detail: 'the configuration must be a YAML mapping' });
  const record = frozenRun.safeParse(raw);
  if (record.success) return { config: record.data.config, frozen: record.data };
  if (isPlainObject(raw.config) && (raw.v === 1 || typeof raw.id === 'string'))
    return { config: raw.config, frozen: null };
  return { config: raw, frozen: null };
}
