import { parameterUi } from '@trainyard/contracts';
import { z } from 'zod';

export interface Parameter {
  /** As `--set` takes it: `split.by`. */
  key: string;
  group: string;
  range: string;
  unit: string;
  fallback: string;
  tooltip: string;
}

/** As much of JSON Schema as a manifest's parameters use; whatever else is there is not shown. */
const node = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  exclusiveMaximum: z.number().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  items: z.unknown().optional(),
  default: z.unknown().optional(),
  description: z.string().optional(),
  'x-ui': parameterUi.partial().optional().catch(undefined),
});
type Node = z.infer<typeof node>;

const groupOrder = ['data', 'architecture', 'training', 'checkpoints', 'advanced'];

function valueText(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? (value === '' ? '""' : value) : JSON.stringify(value);
}

function boundsText(low: string | null, high: string | null): string {
  if (low !== null && high !== null) return `${low} to ${high}`;
  if (low !== null) return low.startsWith('>') ? low : `≥ ${low}`;
  return high === null ? '' : high.startsWith('<') ? high : `≤ ${high}`;
}

function rangeText(schema: Node): string {
  if (schema.enum !== undefined) return schema.enum.map(valueText).join(' | ');
  const low =
    schema.minimum !== undefined
      ? String(schema.minimum)
      : schema.exclusiveMinimum !== undefined
        ? `> ${schema.exclusiveMinimum}`
        : null;
  const high =
    schema.maximum !== undefined
      ? String(schema.maximum)
      : schema.exclusiveMaximum !== undefined
        ? `< ${schema.exclusiveMaximum}`
        : null;
  const type = Array.isArray(schema.type) ? schema.type.join(' or ') : (schema.type ?? 'any');
  if (type === 'boolean') return 'true | false';
  if (type === 'array') {
    const item = node.safeParse(schema.items);
    const count = boundsText(
      schema.minItems === undefined ? null : String(schema.minItems),
      schema.maxItems === undefined ? null : String(schema.maxItems),
    );
    return `list${item.success ? ` of ${rangeText(item.data)}` : ''}${count === '' ? '' : ` (${count} items)`}`;
  }
  const bounds = boundsText(low, high);
  return bounds === '' ? type : `${type}, ${bounds}`;
}

function at(values: unknown, key: string): unknown {
  const parsed = z.record(z.string(), z.unknown()).safeParse(values);
  return parsed.success ? parsed.data[key] : undefined;
}

function collect(schema: Node, defaults: unknown, prefix: string, outer: string | null, found: Parameter[]): void {
  for (const [name, child] of Object.entries(schema.properties ?? {})) {
    const parsed = node.safeParse(child);
    if (!parsed.success) continue;
    const ui = parsed.data['x-ui'];
    const group = ui?.group ?? outer ?? 'training';
    const key = prefix === '' ? name : `${prefix}.${name}`;
    const fallback = at(defaults, name) ?? parsed.data.default;
    if (parsed.data.properties !== undefined) {
      collect(parsed.data, fallback, key, group, found);
      continue;
    }
    found.push({
      key,
      group,
      range: rangeText(parsed.data),
      unit: ui?.unit ?? '',
      fallback: valueText(fallback),
      tooltip: ui?.tooltip ?? parsed.data.description ?? '',
    });
  }
}

/** Every parameter of a trainer, nested ones by dotted key, in the order of the groups. */
export function parametersOf(schema: unknown, defaults: unknown): Parameter[] {
  const parsed = node.safeParse(schema);
  const found: Parameter[] = [];
  if (parsed.success) collect(parsed.data, defaults, '', null, found);
  return found.sort((a, b) => groupOrder.indexOf(a.group) - groupOrder.indexOf(b.group));
}
