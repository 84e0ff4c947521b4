/**
 * Asks the real model every item under every prompt of a task and keeps which answers are right:
 *
 *   node benchmarks/prompts/landscape/build.ts TASK --python PYTHON [--device cuda]
 *
 * PYTHON has the packages of requirements.txt; the weights are those of `npm run demo:prompts`. A task takes an hour of one core,
 * or a minute of a large GPU. Two machines round bfloat16 differently: about one answer in a hundred is another one.
 */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { renderPrompt } from '@trainyard/prompts';
import { exactMatch } from '@trainyard/prompts/metrics';
import { install, weights, weightsDigest } from '../../../examples/small-language-model/install.mjs';
import { itemsOf, tasks } from '../../../examples/small-language-model/tasks.ts';
import { fileOf, itemCount, type LandscapeFile, pack } from './landscape.ts';
import { landscapePrompts } from './prompts.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    python: { type: 'string', default: 'python3' },
    device: { type: 'string', default: 'cpu' },
    yes: { type: 'boolean', default: false },
  },
});
const task = tasks.find(({ name }) => name === positionals[0]);
if (task === undefined) throw new Error(`name a task: ${tasks.map(({ name }) => name).join(', ')}`);
if (!(await install({ yes: values.yes }))) process.exit(1);

const items = itemsOf(task, itemCount);
const prompts = landscapePrompts(task, items);
const script = new URL('answer.py', import.meta.url).pathname;
const model = spawn(values.python, [script, weights, values.device], { stdio: ['pipe', 'pipe', 'inherit'] });
for (const { id, prompt } of prompts) {
  const question = {
    prompt: id,
    turns: renderPrompt(prompt, { input: '' }).slice(0, -1),
    items: items.map(({ input }) => input),
    expected: items.map(({ expected }) => expected),
    max_tokens: task.maxTokens,
  };
  model.stdin.write(`${JSON.stringify(question)}\n`);
}
model.stdin.end();

const right: boolean[][] = [];
for await (const line of createInterface({ input: model.stdout })) {
  const { prompt, answers } = JSON.parse(line) as { prompt: number; answers: string[] };
  right[prompt] = items.map(({ expected }, i) => exactMatch(answers[i] ?? '', [expected]) === 1);
  const share = right[prompt].filter(Boolean).length / items.length;
  console.log(`${right.length} of ${prompts.length}: ${(100 * share).toFixed(1)} %`);
}
if (right.length !== prompts.length) throw new Error(`only ${right.length} of ${prompts.length} prompts were answered`);
const file: LandscapeFile = {
  task: task.name,
  model: `SmolLM2-135M-Instruct.Q4_1, greedy, bfloat16 (${values.device})`,
  weights: weightsDigest(),
  prompts: prompts.length,
  items: items.length,
  right: pack(right),
};
writeFileSync(fileOf(task.name), `${JSON.stringify(file, null, 2)}\n`);
