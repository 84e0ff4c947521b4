import { type Client, createClient } from '@trainyard/api-client';
import type { Run, RunSpec } from '@trainyard/contracts';
import { hasEnded } from '@trainyard/domain';
import { problemText } from '../terminal/problem.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { processTerminal } from '../terminal/terminal.ts';
import { type CommandContext, lookOf, processContext } from './context.ts';
import { tell } from './error-words.ts';
import { followRun } from './run/follow.ts';

export interface WelcomeOptions {
  url: string;
  key: string;
  signal: AbortSignal;
  terminal?: Terminal;
}

/** The first runs are known by this tag, so that a welcome that was cut short goes on where it was. */
const tag = 'welcome';

interface Step {
  id: string;
  says: string;
  spec: RunSpec;
}

const steps: readonly Step[] = [
  {
    id: 'demo-data',
    says: 'First, data: 1,430 simulated vibration signals of a journal-bearing rig, eleven conditions.',
    spec: {
      trainer: 'signal-lab',
      preset: 'demo',
      config: { name: 'demo' },
      name: 'demo data',
      priority: 'normal',
      tags: { [tag]: 'demo-data' },
    },
  },
  {
    id: 'first-model',
    says: 'Now a first model: which condition is it? Scored on rigs that it has never seen.',
    spec: {
      trainer: 'signal-features',
      preset: 'quick',
      config: {},
      dataset: 'demo',
      name: 'first model',
      priority: 'normal',
      tags: { [tag]: 'first-model' },
    },
  },
];

/** The runs of an earlier welcome, or null where somebody has begun to work here. */
async function earlierSteps(client: Client): Promise<Map<string, Run> | null> {
  const page = await client.call('listRuns', { query: { limit: 50 } });
  const found = new Map<string, Run>();
  for (const run of page.items) {
    // Environments are installed by runs of the product's own; they are nobody's work.
    if (run.trainer === 'environment-install') continue;
    const step = run.tags[tag];
    if (step === undefined) return null;
    if (!found.has(step)) found.set(step, run);
  }
  return found;
}

function contextFor(options: WelcomeOptions, client: Client): CommandContext {
  const terminal = options.terminal ?? processTerminal();
  const base = processContext(terminal);
  return {
    terminal,
    look: lookOf(terminal),
    get settings() {
      return base.settings;
    },
    signal: options.signal,
    now: base.now,
    client: () => Promise.resolve(client),
    quiet: base.quiet,
    json: base.json,
  };
}

/**
 * On an empty home: demo data and a first model on them, as ordinary runs that are followed here. Done twice it does
 * nothing; cut short it goes on at the next start, and the runs go on by themselves.
 */
export async function runWelcome(options: WelcomeOptions): Promise<void> {
  const client = createClient({ url: options.url, key: options.key });
  const context = contextFor(options, client);
  const { out } = context.terminal;
  try {
    const earlier = await earlierSteps(client);
    if (earlier === null || earlier.has('first-model')) return;
    // A first step that failed is not tried at every start.
    if ([...earlier.values()].some((run) => hasEnded(run.status) && run.status !== 'completed')) return;
    out('\nThis home is empty. Two runs show what happens here; skip them with --no-welcome, leave them with Ctrl-C.');
    for (const step of steps) {
      if (options.signal.aborted) return;
      const run =
        earlier.get(step.id) ??
        (await client.call('createRun', { body: step.spec, idempotencyKey: `${tag}-${step.id}` }));
      out(`\n${context.look.ink.bold(step.says)}`);
      const followed = await followRun(context, run);
      if (options.signal.aborted) return;
      if (followed.run.status !== 'completed') {
        out(`\nThe welcome ends here. Try again: npx trainyard run reproduce ${followed.run.number}`);
        return;
      }
    }
    out(
      [
        '',
        context.look.ink.bold('What next, in another terminal:'),
        '  npx trainyard dataset add FOLDER           import data of your own',
        '  npx trainyard trainer list                 see what can be trained',
        '  npx trainyard run start signal-features --dataset demo --set split.by=window --follow',
        '                                             see how a careless split flatters the same model',
      ].join('\n'),
    );
  } catch (error) {
    if (options.signal.aborted) return;
    const { problem } = tell(error);
    if (problem !== null) context.terminal.note(`The welcome was left out. ${problemText(problem, context.look.ink)}`);
  }
}
