/**
 * Schemas are compiled by `new Function` unless told not to, which the page's policy forbids and reports. The schema
 * library reads this when it is loaded: call it before the first import of contracts or domain.
 */
export function forbidCompiledSchemas(): void {
  const scope = globalThis as { __zod_globalConfig?: Record<string, unknown> };
  scope.__zod_globalConfig = { ...scope.__zod_globalConfig, jitless: true };
}
