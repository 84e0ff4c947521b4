import { type ConfigObject, leafPaths, type ParameterSchema, schemaAt } from '@trainyard/domain';

export interface BadConfig {
  path: string;
  value: unknown;
}

/** For every parameter a value just outside of what its constraints allow, and one of another type. */
export function badConfigs(schema: ParameterSchema): BadConfig[] {
  const bad: BadConfig[] = [{ path: 'no_such_setting', value: 1 }];
  for (const path of leafPaths(schema)) {
    const one = schemaAt(schema, path) ?? {};
    const outside = (value: unknown): void => void bad.push({ path, value });
    const step = one.type === 'integer' ? 1 : 1e-3;
    if (typeof one.minimum === 'number') outside(one.minimum - step);
    if (typeof one.maximum === 'number') outside(one.maximum + step);
    if (typeof one.exclusiveMinimum === 'number') outside(one.exclusiveMinimum);
    if (typeof one.exclusiveMaximum === 'number') outside(one.exclusiveMaximum);
    if (Array.isArray(one.enum)) outside('no such choice');
    if (typeof one.maxItems === 'number') outside(Array.from({ length: one.maxItems + 1 }, () => 1));
    if (one.type === 'integer' || one.type === 'number') outside('many');
    if (one.type === 'integer') outside(1.5);
    if (one.type === 'boolean') outside('perhaps');
    if (one.type === 'array') outside(1);
  }
  return bad;
}

export function withValue(config: ConfigObject, { path, value }: BadConfig): ConfigObject {
  return { ...config, [path]: value };
}
