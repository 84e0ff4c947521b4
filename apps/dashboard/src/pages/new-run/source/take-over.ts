import type { TrainerItem } from '@trainyard/contracts/routes';
import { isPlainObject, mergeConfig, schemaAt } from '@trainyard/domain';
import { differences, leavesOf, type Values } from '../../../form/values.ts';
import type { Draft } from '../draft/draft.ts';

export type TrainerSchema = Pick<TrainerItem, 'schema' | 'presets'>;

/** What preset and defaults give, by dotted key: what a change is held against. */
export function baseOf(item: TrainerSchema, preset: string | null): Values {
  const chosen = item.presets.find((one) => one.id === preset);
  return leavesOf(item.schema, mergeConfig({ schema: item.schema, preset: chosen?.config }).config);
}

/** Preset, defaults and changes together, as the rules and the server see it. */
export function mergedOf(item: TrainerSchema, preset: string | null, changes: Values): Record<string, unknown> {
  const chosen = item.presets.find((one) => one.id === preset);
  return mergeConfig({ schema: item.schema, preset: chosen?.config, set: { ...changes } }).config;
}

function isKnown(item: TrainerSchema, path: string): boolean {
  return schemaAt(item.schema, path) !== null;
}

/** Another preset keeps what was changed by hand, unless the preset says the same. */
export function withPreset(draft: Draft, item: TrainerSchema, preset: string | null): Draft {
  return { ...draft, preset, changes: differences(draft.changes, baseOf(item, preset)) };
}

export interface TakenConfig {
  preset: string | null;
  changes: Values;
  notes: string[];
}

/**
 * A configuration from elsewhere, as changes of the preset that it names. With `dropUnknown` settings that the trainer
 * does not have (any more) are left out and told; without, the check tells them where they stand.
 */
export function takeConfig(
  item: TrainerSchema,
  given: { preset: string | null; config: Record<string, unknown> },
  options: { dropUnknown: boolean },
): TakenConfig {
  const notes: string[] = [];
  const there = given.preset === null || item.presets.some((one) => one.id === given.preset);
  if (!there)
    notes.push(`The preset "${given.preset}" is not there any more; its settings were taken over one by one.`);
  const preset = there ? given.preset : null;
  const leaves = Object.entries(leavesOf(item.schema, given.config));
  const unknown = leaves.filter(([path]) => !isKnown(item, path)).map(([path]) => path);
  if (options.dropUnknown && unknown.length > 0) {
    const names = unknown.map((path) => `"${path}"`).join(', ');
    notes.push(
      `The trainer has no setting ${names} any more; ${unknown.length === 1 ? 'it was' : 'they were'} left out.`,
    );
  }
  const kept = options.dropUnknown ? leaves.filter(([path]) => isKnown(item, path)) : leaves;
  return { preset, changes: differences(Object.fromEntries(kept), baseOf(item, preset)), notes };
}

/** Settings that came to the trainer after a record was written. */
export function newSettings(item: TrainerSchema, config: Record<string, unknown>, preset: string | null): string[] {
  const old = leavesOf(item.schema, config);
  return Object.keys(baseOf(item, preset)).filter((path) => !Object.hasOwn(old, path));
}

export function objectAt(value: unknown, key: string): Record<string, unknown> {
  const inner = isPlainObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return isPlainObject(inner) ? inner : {};
}
