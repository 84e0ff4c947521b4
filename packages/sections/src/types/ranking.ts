import type { SectionOf, WireNumber } from '@trainyard/contracts';
import { intervalColumn, nameCell, shareInterval, shareScale, table, textColumn } from '../cell.ts';
import { oneLine } from '../label.ts';
import { lineChart } from '../line-chart.ts';
import { formatShare, num, nums, plural } from '../number.ts';
import { seriesStyle } from '../palette.ts';
import type { Body, Look } from '../view.ts';
import { pointsTable } from './curves.ts';

interface RankingCurve {
  label: string;
  x: number[];
  y: number[];
  score: { value: WireNumber; low: WireNumber | null; high: WireNumber | null };
}
interface Words {
  x: string;
  y: string;
  score: string;
  chance: boolean;
}

/** Curves that can be told apart; of more classes the weakest are drawn, since these are what one looks for. */
const mostCurves = 10;

function ranking(curves: readonly RankingCurve[], words: Words, { palette }: Look): Body {
  const usable = curves.filter((curve) => curve.x.length > 0);
  const weakestFirst = [...usable].sort((a, b) => (num(a.score.value) || 0) - (num(b.score.value) || 0));
  const weakest = weakestFirst[0];
  const best = weakestFirst.at(-1);
  if (!weakest || !best) {
    return { sentence: `No class has a curve: each needs samples of its own and samples of others in the test part.` };
  }
  const chosen = new Set(weakestFirst.slice(0, mostCurves));
  const drawn = usable.filter((curve) => chosen.has(curve));
  const said = (curve: RankingCurve): string => `${formatShare(num(curve.score.value))} of ${oneLine(curve.label)}`;
  const more = drawn.length < usable.length ? ` The ${drawn.length} weakest of ${usable.length} curves are drawn.` : '';
  const sentence =
    usable.length === 1
      ? `${words.score} is ${said(best)}.`
      : `${plural(usable.length, 'class', 'classes')}: ${words.score} is between ${said(weakest)} and ${said(best)}.${more}`;
  const guide = { name: 'chance', x: [0, 1], y: [0, 1], colour: palette.muted, dash: 'dotted' as const, guide: true };
  const option = lineChart(palette, {
    x: { label: words.x, min: 0, max: 1 },
    y: { label: words.y, min: 0, max: 1 },
    lines: [
      ...drawn.map((curve, i) => ({ name: curve.label, x: curve.x, y: curve.y, ...seriesStyle(palette, i) })),
      ...(words.chance ? [guide] : []),
    ],
  });
  return {
    sentence,
    charts: [{ id: 'curves', medium: 'both', sentence, option, height: 320 }],
    tables: [
      table(
        'scores',
        'main',
        `${words.score} by class with 95 % intervals`,
        [textColumn('Class'), intervalColumn(words.score, shareScale(usable.map((c) => c.score)) ?? undefined)],
        weakestFirst.map((curve) => [nameCell(curve.label), shareInterval(curve.score)]),
      ),
      pointsTable(
        words.x,
        words.y,
        usable.map((c) => ({ name: c.label, x: c.x, y: c.y, dashed: false })),
      ),
    ],
  };
}

export function roc(data: SectionOf<'roc'>['data'], look: Look): Body {
  const curves = data.curves.map((c) => ({ label: c.label, x: nums(c.fpr), y: nums(c.tpr), score: c.auc }));
  return ranking(curves, { x: 'False positive rate', y: 'True positive rate', score: 'AUC', chance: true }, look);
}

export function precisionRecall(data: SectionOf<'precision-recall'>['data'], look: Look): Body {
  const curves = data.curves.map((c) => ({
    label: c.label,
    x: nums(c.recall),
    y: nums(c.precision),
    score: c.average_precision,
  }));
  return ranking(curves, { x: 'Recall', y: 'Precision', score: 'Average precision', chance: false }, look);
}
