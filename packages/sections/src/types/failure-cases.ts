import type { SectionOf } from '@trainyard/contracts';
import { numberCell, numberColumn, table, textCell, textColumn } from '../cell.ts';
import { oneLine } from '../label.ts';
import { marksOf } from '../mark.ts';
import { formatPercent, formatShare, num, nums, plural } from '../number.ts';
import type { Body, CaseView, SignalFile } from '../view.ts';

/** Bars of one case: the surest classes, truth and prediction always among them. */
const mostScores = 6;

type Given = SectionOf<'failure-cases'>['data']['cases'][number];

function scoresOf(given: Given): CaseView['scores'] {
  const role = (label: string): 'truth' | 'prediction' | 'other' =>
    label === given.truth ? 'truth' : label === given.prediction ? 'prediction' : 'other';
  const all = Object.entries(given.scores)
    .map(([label, score]) => ({
      label: oneLine(label),
      share: num(score),
      text: formatShare(num(score)),
      role: role(label),
    }))
    .sort((a, b) => (b.share || 0) - (a.share || 0));
  const first = all.slice(0, mostScores);
  return [...first, ...all.slice(mostScores).filter((score) => score.role !== 'other')];
}

function signalOf(signal: Given['signal']): SignalFile | null {
  if (signal === undefined) return null;
  return { file: signal.file, rateHz: signal.rate_hz, unit: signal.unit, channels: signal.channels.map(oneLine) };
}

export function failureCases(data: SectionOf<'failure-cases'>['data']): Body {
  const cases = data.cases.map(
    (given): CaseView => ({
      id: oneLine(given.sample_id),
      truth: oneLine(given.truth),
      prediction: oneLine(given.prediction),
      confidence: num(given.confidence),
      confidenceText: formatPercent(num(given.confidence)),
      errorType: oneLine(given.error_type),
      explanation: given.explanation ? oneLine(given.explanation) : null,
      scores: scoresOf(given),
      signal: signalOf(given.signal),
      marks: marksOf(given.marks),
      picture: given.picture ? { method: oneLine(given.picture.method), values: nums(given.picture.values) } : null,
      nearest: given.nearest
        ? {
            id: oneLine(given.nearest.sample_id),
            label: oneLine(given.nearest.label),
            signal: signalOf(given.nearest.signal),
          }
        : null,
    }),
  );
  const first = cases[0];
  if (!first)
    return { sentence: 'No failure was sent: either every sample is right, or the trainer keeps none.', cases };
  const explained = cases.some((c) => c.explanation !== null);
  const compared = cases.some((c) => c.nearest !== null);
  return {
    sentence: `${plural(cases.length, 'failure')}; the first: ${first.id}, ${first.truth} taken for ${first.prediction} with a score of ${first.confidenceText}.`,
    cases,
    tables: [
      table(
        'cases',
        'main',
        'Failure cases',
        [
          textColumn('Sample'),
          textColumn('Truth'),
          textColumn('Taken for'),
          numberColumn('Score'),
          textColumn('Error'),
          ...(compared ? [textColumn('Most alike in training')] : []),
          ...(explained ? [textColumn('Why')] : []),
        ],
        cases.map((c) => [
          textCell(c.id),
          textCell(c.truth),
          textCell(c.prediction),
          numberCell(c.confidence, formatPercent),
          textCell(c.errorType),
          ...(compared ? [textCell(c.nearest === null ? '' : `${c.nearest.id} (${c.nearest.label})`)] : []),
          ...(explained ? [textCell(c.explanation ?? '')] : []),
        ]),
      ),
    ],
  };
}
