/** A JSON Schema 2020-12 of a trainer's parameters: `type: object`, nested objects allowed. */
export type ParameterSchema = Record<string, unknown>;
export type ConfigObject = Record<string, unknown>;

/** Where the value of a dotted key came from. */
export type Origin = 'default' | 'preset' | 'file' | 'set';

export interface MergedConfig {
  config: ConfigObject;
  /** By dotted key of every leaf. */
  origin: Record<string, Origin>;
}

/** Layers from weak to strong; keys may be nested or dotted in each of them. */
export interface ConfigLayers {
  schema: ParameterSchema;
  preset?: ConfigObject | null | undefined;
  file?: ConfigObject | null | undefined;
  set?: ConfigObject | null | undefined;
}

export interface ConfigRule {
  rule: string;
  message: string;
  path?: string | undefined;
}
