import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { settingsReference } from './explain.ts';

it('docs/reference/settings.md is the table of settings (make it anew with: npx vitest run packages/settings -u)', async () => {
  const page = fileURLToPath(new URL('../../../docs/reference/settings.md', import.meta.url));
  await expect(settingsReference()).toMatchFileSnapshot(page);
});
