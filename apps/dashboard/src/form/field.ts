import { parameterUi } from '@trainyard/contracts';
import { expectation, isPlainObject, labelOf, type ParameterSchema, propertiesOf } from '@trainyard/domain';

export type Group = 'data' | 'architecture' | 'training' | 'checkpoints' | 'advanced';
export type Control =
  | 'slider'
  | 'number'
  | 'select'
  | 'switch'
  | 'text'
  | 'long-text'
  | 'list'
  | 'multiselect'
  | 'pairs'
  | 'choice'
  | 'json';

/** One setting as the form shows it; all of it is read from the trainer's schema. */
export interface Field {
  /** Dotted key in the configuration. */
  path: string;
  label: string;
  group: Group;
  /** Title of the object that it lies in, such as Split. */
  section: string | null;
  basic: boolean;
  control: Control;
  schema: ParameterSchema;
  tooltip: string | null;
  unit: string;
  /** What its value comes to, as the manifest has it: a text with expressions. */
  says: string | null;
  log: boolean;
  required: boolean;
  /** What it expects, in the words of its errors. */
  expects: string;
}

const groups: readonly { id: Group; title: string }[] = [
  { id: 'data', title: 'Data' },
  { id: 'architecture', title: 'Architecture' },
  { id: 'training', title: 'Training' },
  { id: 'checkpoints', title: 'Checkpoints' },
  { id: 'advanced', title: 'Advanced' },
];

const longTextFrom = 400;

export function typesIn(schema: ParameterSchema): string[] {
  const { type } = schema;
  if (typeof type === 'string') return [type];
  return Array.isArray(type) ? type.filter((one): one is string => typeof one === 'string') : [];
}

export function choicesOf(schema: ParameterSchema): unknown[] | null {
  return Array.isArray(schema.enum) ? schema.enum : null;
}

export function itemsOf(schema: ParameterSchema): ParameterSchema {
  return isPlainObject(schema.items) ? schema.items : {};
}

/** The forms that a value may take, where the schema offers several. */
export function formsOf(schema: ParameterSchema): ParameterSchema[] {
  const given = schema.oneOf ?? schema.anyOf;
  return Array.isArray(given) ? given.filter(isPlainObject) : [];
}

export function boundsOf(schema: ParameterSchema): { low: number | null; high: number | null } {
  const pick = (...keys: string[]): number | null => {
    for (const key of keys) {
      const value = schema[key];
      if (typeof value === 'number') return value;
    }
    return null;
  };
  return { low: pick('minimum', 'exclusiveMinimum'), high: pick('maximum', 'exclusiveMaximum') };
}

const scalars = ['string', 'integer', 'number', 'boolean'];

function arrayControl(schema: ParameterSchema, wish: string | undefined): Control {
  const items = itemsOf(schema);
  if (choicesOf(items) !== null && (wish === 'multiselect' || schema.uniqueItems === true)) return 'multiselect';
  const types = typesIn(items);
  return choicesOf(items) !== null || (types.length > 0 && types.every((type) => scalars.includes(type)))
    ? 'list'
    : 'json';
}

function objectControl(schema: ParameterSchema): Control {
  const values = schema.additionalProperties;
  return isPlainObject(values) && typesIn(values).every((type) => scalars.includes(type)) ? 'pairs' : 'json';
}

/** What a schema is edited with; `wish` is the trainer's own choice, followed where it fits. */
export function controlOf(schema: ParameterSchema, wish: string | undefined, log: boolean): Control {
  const types = typesIn(schema);
  if (choicesOf(schema) !== null) return 'select';
  if (formsOf(schema).length > 0 && types.length === 0) return 'choice';
  if (types.includes('array')) return arrayControl(schema, wish);
  if (types.includes('object')) return objectControl(schema);
  if (types.includes('boolean')) return 'switch';
  if (types.includes('string')) {
    return typeof schema.maxLength === 'number' && schema.maxLength >= longTextFrom ? 'long-text' : 'text';
  }
  if (types.includes('integer') || types.includes('number')) {
    const { low, high } = boundsOf(schema);
    const bounded = low !== null && high !== null && high > low;
    return bounded && (wish === 'slider' || (log && low > 0)) ? 'slider' : 'number';
  }
  return 'json';
}

/** A setting of its own, outside a schema's tree: one form of several, for instance. */
export function fieldOf(
  schema: ParameterSchema,
  path: string,
  around: { section: string | null; required: boolean },
): Field {
  const parsed = parameterUi.safeParse(schema['x-ui'] ?? {});
  const ui = parsed.success ? parsed.data : parameterUi.parse({});
  const described = typeof schema.description === 'string' ? schema.description : null;
  return {
    path,
    label: labelOf(schema, path),
    group: ui.group,
    section: around.section,
    basic: ui.basic === true,
    control: controlOf(schema, ui.control, ui.log === true),
    schema,
    tooltip: ui.tooltip ?? described,
    unit: ui.unit ?? '',
    says: ui.says ?? null,
    log: ui.log === true,
    required: around.required,
    expects: expectation(schema),
  };
}

/** Every setting that can be made, in the order of the manifest. */
export function fieldsOf(schema: ParameterSchema, prefix = '', section: string | null = null): Field[] {
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(propertiesOf(schema) ?? {}).flatMap(([key, child]) => {
    const path = prefix + key;
    if (propertiesOf(child) !== null) {
      const title = labelOf(child, path);
      return fieldsOf(child, `${path}.`, section === null ? title : `${section}, ${title}`);
    }
    return [fieldOf(child, path, { section, required: required.includes(key) })];
  });
}

/** What a beginner sees: the settings that the manifest calls basic and what must be given; all where none is marked. */
export function basicFields(fields: readonly Field[], defaults: (path: string) => unknown): Field[] {
  const basic = fields.filter((field) => field.basic || (field.required && defaults(field.path) === undefined));
  return basic.length === 0 ? [...fields] : basic;
}

export function groupedFields(fields: readonly Field[]): { id: Group; title: string; fields: Field[] }[] {
  return groups
    .map(({ id, title }) => ({ id, title, fields: fields.filter((field) => field.group === id) }))
    .filter((group) => group.fields.length > 0);
}
