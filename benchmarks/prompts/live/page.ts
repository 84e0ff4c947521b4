import { meanOf, percent, table } from '../markdown.ts';
import { type LiveRun, peerArms, peerExamples, productArms } from './arms.ts';

const arms = [...productArms, ...peerArms];

const cellOf = ({ task, seed, budget }: LiveRun): string => `${task}, seed ${seed}, ${budget} calls`;

/** Cells on which every arm that was run at all has ended with a prompt: only these are compared. */
function commonCells(runs: readonly LiveRun[]): Set<string> {
  const present = arms.filter((arm) => runs.some((run) => run.arm === arm));
  const cells = [...new Set(runs.map(cellOf))];
  return new Set(
    cells.filter((cell) =>
      present.every((arm) => runs.some((r) => r.arm === arm && cellOf(r) === cell && r.fault === null)),
    ),
  );
}

function summary(runs: readonly LiveRun[]): string {
  const common = commonCells(runs);
  const rows = arms.flatMap((arm) => {
    const list = runs.filter((run) => run.arm === arm && common.has(cellOf(run)));
    if (list.length === 0) return [];
    const harmed = list.filter(({ score, seedScore }) => score < seedScore).length;
    const mean = (of: (run: LiveRun) => number): number => meanOf(list.map(of));
    return [
      [
        arm,
        percent(mean(({ score }) => score)),
        percent(mean(({ seedScore }) => seedScore)),
        `${harmed} of ${list.length}`,
        mean(({ calls }) => calls).toFixed(0),
        String(Math.max(...list.map(({ calls }) => calls))),
        mean(({ words }) => words).toFixed(0),
        mean(({ minutes }) => minutes).toFixed(1),
      ],
    ];
  });
  return table(['arm', 'score', 'bare prompt', 'harmed', 'calls', 'most calls', 'words', 'minutes'], rows);
}

function byCell(runs: readonly LiveRun[]): string {
  const rows = [...new Set(runs.map(cellOf))].map((cell) => {
    const of = (arm: string): LiveRun | undefined => runs.find((run) => run.arm === arm && cellOf(run) === cell);
    const first = runs.find((run) => cellOf(run) === cell);
    const told = (run: LiveRun | undefined): string => {
      if (run === undefined) return '';
      return run.fault === null ? percent(run.score) : 'no prompt';
    };
    return [cell, percent(first?.seedScore ?? Number.NaN), ...arms.map((arm) => told(of(arm)))];
  });
  return table(['task', 'bare prompt', ...arms], rows);
}

const indented = (text: string): string => text.replaceAll(/^/gm, '    ');

function prompts(runs: readonly LiveRun[]): string {
  const cells = [...new Set(runs.map(cellOf))];
  return cells
    .flatMap((cell) => arms.flatMap((arm) => runs.filter((run) => run.arm === arm && cellOf(run) === cell)))
    .map((run) => `${run.arm} on ${cellOf(run)}:\n\n${indented(run.prompt ?? `(none: ${run.fault})`)}`)
    .join('\n\n');
}

export function livePage(runs: readonly LiveRun[]): string {
  return `# Prompt optimisation on the small model itself

Written by \`npm run bench:prompts -- live\`; \`--peers PYTHON\` runs GEPA 0.1.4 and MIPROv2 of DSPy 3.4.1 too. Each run that has
ended is kept in \`benchmarks/prompts/live-runs.jsonl\`; a later call adds what is missing.

**A run** begins from the bare prompt of a hurried person. SmolLM2-135M answers every call greedily on one processor core
(\`examples/small-language-model\`), and every arm asks it through the gateway of one server. A seed deals 200 items: 140 for the
arm and 60 that only the judge sees, who asks through the same gateway whether the answer is the expected one to the letter.

- **racing, five-step**: runs of *Prompt optimiser* as a person starts them, scripted writer, preflight included; what is judged is the
  \`prompt.json\` that is handed over. *calls* are those of its budget, task calls and proposals.
- **gepa** has one text, the system turn; its examples are lines in it, which such a small model hardly follows. **gepa, turns** is the same,
  but the examples in its text are shown to the model as turns, as the product shows its own. **miprov2** has its own form of messages and chooses up to
  ${peerExamples} examples (bootstrapped, then labelled: its defaults); its answers get 24 more tokens for that form. An answer out of form is wrong
  and not asked again as JSON, which would double its calls.
- Their writer makes the product's scripted edits by chance to the text that it is sent: one for gepa, one to four at once for MIPROv2, whose
  instructions all come from the first. It knows the feedback items, as the product's does, and not what failed, which the product's does know.
- Their *calls* are counted where the gateway sends them on: what its cache answered is not among them. Their budget is theirs to keep.
- A question that was answered in another run is answered from memory and counted all the same: the model is greedy, so nothing differs but the time.

## Scores

Percent of the judge's 60 items. Means over the tasks and seeds on which every arm has returned a prompt; then all that was run.

${summary(runs)}

${byCell(runs)}

## What this does not show

Pairs of task and seed that every arm has run: ${commonCells(runs).size}. That is too few for an interval; a difference of ten points on 60 items can be chance. The bare
prompt is right almost never here, so that hardly anything can harm it: \`prompts.md\` has starts where nothing is left to gain. The
tasks are made in code, the model is tiny, and such a model lives off its examples and hardly follows words. With a scripted writer the peers miss what they are best at, a large model that reads failures.
MIPROv2's form of messages is long and strict for a model of this size, so that part of its loss is the form and not the search; its trials were
planned for the worst case, and it spends less than it may. GEPA ends early where nothing is left to gain on its items. The defaults of racing were chosen with these
tasks in view (\`prompts.md\`), those of the peers were not.
Minutes were taken while the machine did other work, and a later run is helped by the memory of an earlier one: they tell the order only.

## What was returned

${prompts(runs)}
`;
}
