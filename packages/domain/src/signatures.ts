import type { DataFacts, DatasetManifest, Issue, WindowConfig } from '@trainyard/contracts';
import type { ConfigLayers, ConfigObject, ConfigRule, MergedConfig, ParameterSchema } from './config/types.ts';
import type { DatasetIndex, Split, SplitInput } from './split/types.ts';

/** The functions of config and split that other packages call. */
export interface DomainDoors {
  mergeConfig(layers: ConfigLayers): MergedConfig;
  defaultsOf(schema: ParameterSchema): ConfigObject;
  /** `a.b=1`, typed by the schema; throws TrainyardError('config-invalid'). */
  parseSet(schema: ParameterSchema, assignment: string): { path: string; value: unknown };
  checkConfig(input: {
    schema: ParameterSchema;
    rules: readonly ConfigRule[];
    config: ConfigObject;
    data: DataFacts | null;
  }): Issue[];
  /** Problems of a manifest's schema and rules. */
  checkParameters(schema: ParameterSchema, rules: readonly ConfigRule[]): Issue[];
  parseIndex(text: string): DatasetIndex;
  /** Throws TrainyardError('config-invalid') for an unknown `by`. */
  makeSplit(input: SplitInput): Split;
  dataFacts(input: {
    manifest: DatasetManifest;
    index: DatasetIndex;
    split: Split | null;
    window: WindowConfig | null;
  }): DataFacts;
  windowCount(samples: number, rateHz: number, window: WindowConfig): number;
}
