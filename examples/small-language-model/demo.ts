/**
 * `npm run demo:prompts`: a real language model of 135 million weights on this machine, a prompt that does not work, and a run
 * that improves it with scripted edits. No key and no network are needed once the model is here. Every command is shown as one
 * would type it; what is there already is used again.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { InstallFault, install } from './install.mjs';
import { itemsOf, tasks } from './tasks.ts';

const cli = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url));
const server = fileURLToPath(new URL('serve.mjs', import.meta.url));
const itemCount = 400;

const { values } = parseArgs({
  options: {
    yes: { type: 'boolean', default: false },
    task: { type: 'string', default: 'sentiment' },
    calls: { type: 'string', default: '600' },
    port: { type: 'string', default: '4650' },
  },
});

function shown(args: readonly string[]): string {
  return args.map((arg) => (/^[\w./:=@,-]+$/.test(arg) ? arg : `"${arg}"`)).join(' ');
}

/** Runs a command of the product; `quiet` ones only look whether something is there. */
function trainyard(args: readonly string[], quiet = false): boolean {
  if (!quiet) process.stdout.write(`\n$ npx trainyard ${shown(args)}\n`);
  const { status } = spawnSync(process.execPath, [cli, ...args], { stdio: quiet ? 'ignore' : 'inherit' });
  return status === 0;
}

function must(...args: string[]): void {
  if (!trainyard(args)) throw new InstallFault('The command above did not work; what it said tells why.');
}

const started: ChildProcess[] = [];
function start(args: string[], output: 'ignore' | 'inherit'): ChildProcess {
  const child = spawn(process.execPath, args, { stdio: ['ignore', output, 'inherit'] });
  started.push(child);
  return child;
}

async function until(what: string, seconds: number, child: ChildProcess, ready: () => Promise<boolean> | boolean) {
  for (let tries = 0; tries < 2 * seconds; tries += 1) {
    if (await ready()) return;
    if (child.exitCode !== null) throw new InstallFault(`${what} did not start; what it said above tells why.`);
    await wait(500);
  }
  throw new InstallFault(`${what} did not answer within ${seconds} s.`);
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function demo(): Promise<void> {
  const task = tasks.find(({ name }) => name === values.task);
  if (task === undefined) {
    throw new InstallFault(`There is no task ${values.task}; there are ${tasks.map(({ name }) => name).join(', ')}.`);
  }
  if (!(await install({ yes: values.yes }))) return;
  const url = `http://127.0.0.1:${values.port}/v1`;
  if (!(await answers(`${url}/models`))) {
    const model = start([server, '--port', values.port], 'ignore');
    await until('The model', 60, model, () => answers(`${url}/models`));
  }
  process.stdout.write(`SmolLM2-135M answers at ${url}, on one processor core.\n`);
  if (!trainyard(['run', 'list'], true)) {
    process.stdout.write('Starting Trainyard …\n');
    const product = start([cli, 'up'], 'ignore');
    await until('Trainyard', 300, product, () => trainyard(['run', 'list'], true));
  }
  const name = `demo-${task.name}`;
  if (!trainyard(['provider', 'show', 'this-machine'], true)) {
    must(
      'provider',
      'add',
      'this-machine',
      '--kind',
      'openai-compatible',
      '--url',
      url,
      '--timeout',
      '2m',
      '--concurrent',
      '1',
    );
  }
  if (!trainyard(['language-model', 'show', name], true)) {
    const parameters = ['--temperature', '0', '--max-tokens', String(task.maxTokens)];
    must('language-model', 'add', name, '--provider', 'this-machine', '--model', 'smollm2-135m', ...parameters);
  }
  if (!trainyard(['dataset', 'show', name], true)) {
    const folder = mkdtempSync(join(tmpdir(), 'trainyard-demo-'));
    const lines = itemsOf(task, itemCount).map((item) => JSON.stringify(item));
    const file = join(folder, `${name}.jsonl`);
    writeFileSync(file, `${lines.join('\n')}\n`);
    must('dataset', 'add', file, '--name', name);
    rmSync(folder, { recursive: true });
  }
  if (!trainyard(['prompt', 'show', name], true)) must('prompt', 'create', name, '--system', task.seed);
  const set = [`prompt=${name}`, `language_models.primary=${name}`, `budget.calls=${values.calls}`, 'concurrency=1'];
  must('run', 'start', 'prompt-optimizer', '--dataset', name, ...set.flatMap((one) => ['--set', one]), '--follow');
  trainyard(['prompt', 'list']);
  const own = started.at(-1);
  if (own === undefined || !process.stdout.isTTY) return;
  process.stdout.write('\nWhat was started here goes on until Ctrl-C; look at the run in the dashboard.\n');
  await new Promise((resolve) => own.on('exit', resolve));
}

try {
  await demo();
} catch (error) {
  if (!(error instanceof InstallFault)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  for (const child of started) child.kill('SIGTERM');
}
