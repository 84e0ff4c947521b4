import type { Classification } from '@trainyard/contracts';
import type { Look } from './live-view.ts';
import { progressBar } from './progress-bar.ts';
import { tableText } from './table.ts';
import { countText, numberText, percentText, wrapped } from './words.ts';

const barWidth = 24;
const shownClasses = 10;

/** Stretches of windows that say the same, one after the other: `0 to 1.5 s`. */
export function stretchesOf({
  windows,
}: Pick<Classification, 'windows'>): { from: number; to: number; prediction: string }[] {
  const stretches: { from: number; to: number; prediction: string }[] = [];
  for (const { from_s, to_s, prediction } of windows) {
    const last = stretches.at(-1);
    if (last?.prediction === prediction) last.to = to_s;
    else stretches.push({ from: from_s, to: to_s, prediction });
  }
  return stretches;
}

/** What a model says of one signal. */
export function classificationCard(said: Classification, look: Look): string {
  const { ink } = look;
  const who = said.model === null ? `run ${said.run.number}` : `${said.model.name}@${said.model.version}`;
  const ranked = said.classes
    .map((label, i) => ({ label, share: said.probabilities[i] ?? 0 }))
    .sort((a, b) => b.share - a.share);
  const shown = ranked.slice(0, shownClasses);
  const blocks = [
    `${ink.bold(said.prediction)}  ${ink.dim(`by ${who}, the mean of ${countText(said.windows.length, 'window')} over ${numberText(said.signal.seconds)} s`)}`,
    tableText(
      [{ title: 'class', wrap: true }, { title: 'probability', right: true }, { title: '' }],
      shown.map(({ label, share }) => [label, percentText(share), progressBar(share, barWidth, ink)]),
      look,
    ),
  ];
  if (ranked.length > shown.length) blocks.push(ink.dim(`and ${ranked.length - shown.length} less likely ones`));
  const stretches = stretchesOf(said);
  if (stretches.length > 1) {
    const rows = stretches.map(({ from, to, prediction }) => [
      `${numberText(from)} to ${numberText(to)} s`,
      prediction,
    ]);
    blocks.push(tableText([{ title: 'from and to' }, { title: 'class', wrap: true }], rows, look));
  }
  if (said.notes.length > 0) blocks.push(said.notes.map((note) => ink.warn(wrapped(note, look.columns))).join('\n'));
  return blocks.join('\n\n');
}
