import {
  type ConfigObject,
  isPlainObject,
  leafPaths,
  type ParameterSchema,
  type Random,
  schemaAt,
} from '@trainyard/domain';

function numberOf(schema: ParameterSchema, random: Random): number {
  const low = typeof schema.minimum === 'number' ? schema.minimum : Number(schema.exclusiveMinimum ?? 0);
  const high = typeof schema.maximum === 'number' ? schema.maximum : Number(schema.exclusiveMaximum ?? low + 100);
  // One draw in four is a bound itself: that is where the mistakes are.
  const edge = random.below(8);
  if (schema.type === 'integer') {
    const least = typeof schema.minimum === 'number' ? low : low + 1;
    const most = typeof schema.maximum === 'number' ? high : high - 1;
    if (edge < 2) return edge === 0 ? least : most;
    return least + random.below(Math.min(2 ** 32, most - least + 1));
  }
  if (edge === 0 && typeof schema.minimum === 'number') return low;
  if (edge === 1 && typeof schema.maximum === 'number') return high;
  const share = 0.001 + 0.998 * random.float();
  return low > 0 && high / low > 100 ? low * (high / low) ** share : low + (high - low) * share;
}

function draw(schema: ParameterSchema, random: Random): unknown {
  if (Array.isArray(schema.enum)) return schema.enum[random.below(schema.enum.length)];
  const type = Array.isArray(schema.type) ? schema.type[random.below(schema.type.length)] : schema.type;
  if (type === 'null') return null;
  if (type === 'boolean') return random.below(2) === 1;
  if (type === 'integer' || type === 'number') return numberOf({ ...schema, type }, random);
  if (type === 'array' && isPlainObject(schema.items)) {
    const items = schema.items;
    const least = typeof schema.minItems === 'number' ? schema.minItems : 0;
    const most = typeof schema.maxItems === 'number' ? schema.maxItems : least + 3;
    return Array.from({ length: least + random.below(most - least + 1) }, () => draw(items, random));
  }
  return undefined;
}

/** Settings within what the schema allows, many of them at a bound. Texts, and what `fixed` names, stay as they are. */
export function randomSettings(schema: ParameterSchema, fixed: readonly string[], random: Random): ConfigObject {
  const settings: [string, unknown][] = [];
  for (const path of leafPaths(schema)) {
    if (fixed.some((one) => path === one || path.startsWith(`${one}.`))) continue;
    const value = draw(schemaAt(schema, path) ?? {}, random);
    if (value !== undefined) settings.push([path, value]);
  }
  return Object.fromEntries(settings);
}
