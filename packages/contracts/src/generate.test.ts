import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { errorsPage, protocolPage, restPage } from './generate-reference.ts';
import { protocolSchemas } from './generate-schema.ts';

const at = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const again = 'make it anew with: npx vitest run packages/contracts -u';

describe('what is made from the contracts', () => {
  for (const [name, schema] of Object.entries(protocolSchemas())) {
    it(`protocol/schema/${name} is up to date (${again})`, async () => {
      await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(at(`protocol/schema/${name}`));
    });
  }

  const pages = { errors: errorsPage, protocol: protocolPage, rest: restPage };
  for (const [name, page] of Object.entries(pages)) {
    it(`docs/reference/${name}.md is up to date (${again})`, async () => {
      await expect(page()).toMatchFileSnapshot(at(`docs/reference/${name}.md`));
    });
  }
});
