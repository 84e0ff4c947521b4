export { environmentFolder, wholeMark } from './environments.ts';
export { builtinRoot, createCatalog, openCatalog } from './open.ts';
export { presetToYaml } from './saved-presets.ts';
export { scaffoldTrainer } from './scaffold.ts';
export type { Catalog, CatalogOptions, CatalogTrainer, EnvironmentState, FreezeInput, Frozen } from './types.ts';
export { type ConfigFile, frozenToYaml, readConfigFile } from './yaml-text.ts';
