import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { processContext } from './commands/context.ts';
import { tell } from './commands/error-words.ts';
import { buildProgram } from './commands/program.ts';
import { inkFor } from './terminal/ink.ts';
import { problemText } from './terminal/problem.ts';
import { upCommand } from './up/command.ts';

process.title = 'trainyard';

const packageJson = z.object({ version: z.string() });
const { version } = packageJson.parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')));

const context = processContext();
const program = buildProgram({
  context,
  version,
  exit(code) {
    process.exitCode = code;
  },
  first: (root) => root.addCommand(upCommand().copyInheritedSettings(root)),
});

try {
  await program.parseAsync(process.argv);
} catch (error) {
  const { exitCode, code, problem } = tell(error);
  process.exitCode = exitCode;
  if (problem !== null && process.argv.includes('--json')) {
    const { message, hint, issues, allowed, requestId } = problem;
    context.terminal.note(
      JSON.stringify({ error: { code, detail: message, hint, issues, allowed, request_id: requestId } }),
    );
  } else if (problem !== null) {
    const ink = inkFor(process.stderr.isTTY === true && process.stderr.hasColors());
    context.terminal.note(problemText(problem, ink));
  }
}
