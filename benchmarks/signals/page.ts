import type { BenchmarkData } from './data-set.ts';
import type { Score } from './score.ts';
import { protocols } from './splits.ts';

export interface Nested {
  chosen: {
    strategy: string;
    protocol: string;
    candidates: number;
    windows: number;
    right: number;
    by_unit: Record<string, number>;
    picks: { fold: string; candidate: string; inner: number; test: number }[];
  }[];
  fixed: { candidate: string; protocol: string; right: number }[];
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const head = (cells: readonly string[]): string[] => [row(cells), row(cells.map(() => '---'))];

/** docs/benchmarks/signals.md, whole. */
export function pageOf(
  sets: readonly Pick<BenchmarkData, 'id' | 'title' | 'words' | 'window'>[],
  scores: readonly Score[],
  nested: Nested | null,
  missing: readonly string[],
): string {
  const lines = [
    '# Vibration diagnosis in numbers',
    '',
    'Written by `npm run bench:signals`; do not edit. What follows from it is told in [bearings](bearings.md).',
    '',
    'Accuracy by window, all folds together. Every window is tested once in each column, by a model that never saw it (in the last column of the generated set a third of them).',
    'In brackets: 95 % interval when whole physical units are drawn, not windows. No setting was chosen in these runs.',
    '',
    ...protocols.map((one) => `- **${one.title}**: ${one.says}.`),
    '',
    'A dash: not run yet, or the data lack what the trainer needs (`signal-physics`: load and oil temperature).',
    ...missing.map((one) => `\n> ${one}`),
  ];
  for (const set of sets)
    lines.push(
      '',
      ...familyTable(
        set,
        scores.filter((one) => one.data === set.id),
      ),
    );
  if (nested !== null) lines.push('', ...nestedTables(nested));
  return `${lines.join('\n')}\n`;
}

function familyTable(
  set: Pick<BenchmarkData, 'id' | 'title' | 'words' | 'window'>,
  scores: readonly Score[],
): string[] {
  const families = [...new Map(scores.map((one) => [one.family, one.title]))];
  const cell = (family: string, protocol: string): string => {
    const found = scores.find((one) => one.family === family && one.protocol === protocol);
    if (found === undefined) return '–';
    return `${percent(found.right / found.windows)} (${Math.round(100 * found.low)}–${Math.round(100 * found.high)})`;
  };
  const units = (family: string): string => {
    const found = scores.find((one) => one.family === family && one.protocol === 'unit');
    return found === undefined ? '–' : `${found.unitsRight} of ${found.units}`;
  };
  return [
    `## ${set.title}`,
    '',
    `Windows of ${set.window.seconds} s. A load: ${set.words.load}. A unit: ${set.words.unit}. The last column counts new units of which most windows were right.`,
    '',
    ...head(['method', ...protocols.map((one) => one.title), 'new units right']),
    ...families.map(([id, title]) => row([title, ...protocols.map((one) => cell(id, one.id)), units(id)])),
  ];
}

function nestedTables(nested: Nested): string[] {
  const share = (protocol: string, strategy: string): string => {
    const found = nested.chosen.find((one) => one.strategy === strategy && one.protocol === protocol);
    return found === undefined ? '–' : percent(found.right / found.windows);
  };
  const windows = nested.chosen[0]?.windows ?? 1;
  const strategies = [...new Set(nested.chosen.map((one) => one.strategy))];
  const fixed = (protocol: string, candidate: string): string => {
    const found = nested.fixed.find((one) => one.candidate === candidate && one.protocol === protocol);
    return found === undefined ? '–' : percent(found.right / windows);
  };
  return [
    '## Choosing the method too, on bearings that are not tested',
    '',
    'Each training bearing is left out in turn; the candidate that names those best is fitted on all training bearings and meets the test bearings once.',
    '',
    ...head(['what is chosen among', 'candidates', 'new bearing', 'new bearing, new load', 'chosen on new bearings']),
    ...strategies.map((strategy) => {
      const unit = nested.chosen.find((one) => one.strategy === strategy && one.protocol === 'unit');
      const picks = unit?.picks.map(
        (one) => `${one.fold}: ${one.candidate} (inner ${percent(one.inner)}, test ${percent(one.test)})`,
      );
      return row([
        strategy,
        String(unit?.candidates ?? 0),
        share('unit', strategy),
        share('both', strategy),
        picks?.join('; ') ?? '',
      ]);
    }),
    '',
    '### Everything that was tried, without a choice',
    '',
    'The best line of this table is not an honest figure: whoever picks it has looked at the test bearings.',
    '',
    ...head(['candidate', 'new bearing', 'new bearing, new load']),
    ...[...new Set(nested.fixed.map((one) => one.candidate))].map((one) =>
      row([one, fixed('unit', one), fixed('both', one)]),
    ),
  ];
}
