import { expect, test } from 'vitest';
import { forbidCompiledSchemas } from './no-eval.ts';

test('schemas that are loaded afterwards compile nothing', async () => {
  forbidCompiledSchemas();
  const { datasetName } = await import('@trainyard/contracts');
  expect(datasetName.safeParse('demo').success).toBe(true);
  expect((globalThis as { __zod_globalConfig?: { jitless?: boolean } }).__zod_globalConfig?.jitless).toBe(true);
});
