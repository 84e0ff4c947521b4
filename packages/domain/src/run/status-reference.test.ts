import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { statusReference } from './status-diagram.ts';

it('docs/reference/statuses.md is the status table (make it anew with: npx vitest run packages/domain -u)', async () => {
  const page = fileURLToPath(new URL('../../../../docs/reference/statuses.md', import.meta.url));
  await expect(statusReference()).toMatchFileSnapshot(page);
});
