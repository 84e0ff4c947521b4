import { fromWire, type Recommendation } from '@trainyard/contracts';
import { headlineOf, isBaseline, type MetricRow, metricRows } from '../comparison/index.ts';
import { firstOf, type InsightInput, percentText, type Rule, scoreText } from './input.ts';

/** Mean distance between score and truth from which scores are no probabilities any more. */
const poorCalibration = 0.1;
/** Width of an interval, in parts of one, from which it says little. */
const wideInterval = 0.15;

function labelOf(row: MetricRow): string {
  return row.label ?? row.name;
}

function finite(value: MetricRow['low']): number | null {
  const number = value === null ? Number.NaN : fromWire(value);
  return Number.isFinite(number) ? number : null;
}

export const notBetterThanBaseline: Rule = ({ sections }): Recommendation | null => {
  const rows = metricRows(sections);
  for (const baseline of rows.filter(isBaseline)) {
    const row = rows.find((one) => one.name === baseline.name.replace(/_baseline$/, ''));
    if (row === undefined || row.better === 'none') continue;
    const [value, held] = [fromWire(row.value), fromWire(baseline.value)];
    const [low, high] = [finite(row.low), finite(row.high)];
    const beats = row.better === 'higher' ? value > held : value < held;
    const within = low !== null && high !== null && low <= held && held <= high;
    if (!Number.isFinite(value) || !Number.isFinite(held) || (beats && !within)) continue;
    const range =
      low === null || high === null ? '' : ` (${scoreText(low, row.better)} to ${scoreText(high, row.better)})`;
    return {
      id: 'baseline',
      title: beats ? 'It cannot be told from the baseline' : 'It is no better than the baseline',
      evidence: `${labelOf(row)} is ${scoreText(value, row.better)}${range}; ${labelOf(baseline)} is ${scoreText(held, row.better)}.`,
      action: null,
    };
  }
  return null;
};

export const calibration: Rule = ({ sections }): Recommendation | null => {
  const section = firstOf(sections, 'calibration');
  const ece = section === null ? Number.NaN : fromWire(section.data.ece);
  if (section === null || !(ece >= poorCalibration)) return null;
  const { predicted, observed, counts } = section.data;
  const lean = predicted.reduce<number>(
    (sum, value, i) => sum + (fromWire(value) - fromWire(observed[i] ?? 'NaN')) * (counts[i] ?? 0),
    0,
  );
  return {
    id: 'calibration',
    title: lean >= 0 ? 'Its scores promise too much' : 'Its scores promise too little',
    evidence: `Scores and outcomes are ${(100 * ece).toFixed(1)} points apart on average (ECE): a score of 90 % must not be read as 90 % right.`,
    action: null,
  };
};

/** Where the interval by unit is told as well, it is the honest one. */
function honestRow(sections: InsightInput['sections'], headline: MetricRow): MetricRow {
  return metricRows(sections).find((row) => row.name === `${headline.name}_by_unit`) ?? headline;
}

export const wideScore: Rule = ({ sections, split }): Recommendation | null => {
  const headline = headlineOf(sections);
  if (headline === null || headline.better !== 'higher') return null;
  const row = honestRow(sections, headline);
  const [value, low, high] = [fromWire(row.value), finite(row.low), finite(row.high)];
  if (low === null || high === null || !(value >= 0 && value <= 1) || high - low < wideInterval) return null;
  const size = split?.sizes.test;
  const part = size === undefined ? '' : ` The test part holds ${size} samples;`;
  return {
    id: 'wide-interval',
    title: 'The score is known only roughly',
    evidence: `${labelOf(row)} is ${percentText(value)}, and anything from ${percentText(low)} to ${percentText(high)} fits the test part.${part} more units in it would narrow that down.`,
    action: null,
  };
};

/** Fewer units than this say little of the next one, however many samples each of them has. */
const enoughUnits = 5;

export const fewUnits: Rule = ({ sections, units }): Recommendation | null => {
  if (units == null || units.test < 1 || units.test >= enoughUnits || headlineOf(sections) === null) return null;
  const only = units.test === 1 ? '1 unit' : `${units.test} units`;
  return {
    id: 'few-units',
    title: 'It was tested on very few units',
    evidence: `The test part holds ${only} (column "${units.column}"): the interval tells how sure the score is for ${units.test === 1 ? 'it' : 'them'}, not for the next unit. Another split seed tests others and shows how much depends on that.`,
    action: { kind: 'clone', label: 'Test other units', config: { split: { seed: units.seed + 1 } } },
  };
};

export const upperBound: Rule = ({ sections, split }): Recommendation | null => {
  const headline = headlineOf(sections);
  const note = split?.note ?? headline?.note ?? null;
  if (note === null) return null;
  const honest = metricRows(sections).find((row) => row.name === `${headline?.name ?? ''}_new_units`);
  const score =
    headline === null ? '' : ` ${labelOf(headline)} is ${scoreText(fromWire(headline.value), headline.better)}`;
  const beside =
    honest === undefined || headline === null
      ? `.${score === '' ? '' : `${score}; on new units it is likely to be lower.`}`
      : `.${score}; on units that it has never seen it is ${scoreText(fromWire(honest.value), headline.better)}.`;
  return {
    id: 'upper-bound',
    title: 'The split flatters the score',
    evidence: `Split: ${note}${beside}`,
    action: { kind: 'clone', label: 'Repeat it split by unit', config: { split: { by: 'unit' } } },
  };
};
