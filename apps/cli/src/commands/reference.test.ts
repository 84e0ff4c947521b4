import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { upCommand } from '../up/command.ts';
import { processContext } from './context.ts';
import { buildProgram } from './program.ts';
import { cliReference } from './reference.ts';

const page = fileURLToPath(new URL('../../../../docs/reference/cli.md', import.meta.url));

it('docs/reference/cli.md is what the commands say of themselves (make it anew with: npx vitest run apps/cli -u)', async () => {
  const program = buildProgram({
    context: processContext(),
    version: '0',
    exit: () => undefined,
    first: (root) => root.addCommand(upCommand()),
  });
  await expect(cliReference(program)).toMatchFileSnapshot(page);
});
