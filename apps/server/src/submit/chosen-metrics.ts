import { type Issue, type MetricSet, type RunSpec, TrainyardError } from '@trainyard/contracts';
import { isPlainObject } from '@trainyard/domain';
import { getMetricSet, listMetricSets } from '@trainyard/store';
import type { CatalogTrainer } from '@trainyard/trainer-catalog';
import type { Caller } from '../http/handler.ts';
import type { Parts } from '../parts.ts';

const fields = ['metrics', 'pass', 'length_ratio'] as const;
type Field = (typeof fields)[number];

/** Parameters by what of a metric set they take, as the manifest marks them (`x-metric-set`). */
export function metricPlaces({ manifest }: Pick<CatalogTrainer, 'manifest'>): Partial<Record<Field, string>> {
  const properties = isPlainObject(manifest.parameters.properties) ? manifest.parameters.properties : {};
  const marked = Object.entries(properties).flatMap(([key, schema]) => {
    const field = isPlainObject(schema) ? fields.find((one) => one === schema['x-metric-set']) : undefined;
    return field === undefined ? [] : [[field, key] as const];
  });
  return Object.fromEntries(marked);
}

async function named(
  { store }: Pick<Parts, 'store'>,
  caller: Caller,
  name: string,
): Promise<MetricSet | { message: string }> {
  try {
    const set = await getMetricSet(store, caller.id, name.trim());
    return set.active ? set : { message: `The metric set ${set.name} is not active` };
  } catch (error) {
    if (!(error instanceof TrainyardError) || error.kind !== 'user') throw error;
    return { message: error.message.replace(/\.$/, '') };
  }
}

/**
 * A metric set that is named, or is the caller's default where nothing is said about metrics, becomes what stands in it: the
 * record keeps the whole definition, whatever becomes of the name.
 */
export async function withMetricSet(
  parts: Pick<Parts, 'store' | 'catalog'>,
  trainer: CatalogTrainer,
  spec: RunSpec,
  caller: Caller,
): Promise<{ spec: RunSpec; issues: Issue[] }> {
  const places = metricPlaces(trainer);
  if (places.metrics === undefined) return { spec, issues: [] };
  const asked = spec.config[places.metrics];
  let found: MetricSet | { message: string } | undefined;
  if (typeof asked === 'string') found = await named(parts, caller, asked);
  else if (asked === undefined && parts.catalog.configure({ trainer, spec }).origin[places.metrics] === 'default') {
    found = (await listMetricSets(parts.store, caller.id)).find((set) => set.is_default && set.active);
  }
  if (found === undefined) return { spec, issues: [] };
  const { [places.metrics]: _, ...others } = spec.config;
  if ('message' in found) {
    return { spec: { ...spec, config: others }, issues: [{ path: places.metrics, message: found.message }] };
  }
  const taken: Record<string, unknown> = {};
  for (const field of fields) {
    const key = places[field];
    if (key !== undefined && (field === 'metrics' || others[key] === undefined)) taken[key] = found[field];
  }
  return { spec: { ...spec, config: { ...others, ...taken } }, issues: [] };
}
