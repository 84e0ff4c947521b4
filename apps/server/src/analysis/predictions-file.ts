import { readFile } from 'node:fs/promises';
import { type PredictionRow, toWire } from '@trainyard/contracts';
import { type Predicted, parseCsv } from '@trainyard/domain';

/** A predictions file: `sample_id, truth, prediction`, then one `score_<class>` column a class. */
export interface PredictionsFile extends Predicted {
  /** Classes in the order of the score columns. */
  classes: string[];
  /** By class, in `classes`' order. */
  scores: Float64Array[];
  /** Score of the predicted class; NaN where there is none. */
  confidence: Float64Array;
  /** Places of all rows, the surest first. */
  surestFirst: Uint32Array;
}

const scoreColumn = 'score_';

/** Without scores, text that is always a number and often not a whole one, or of many values, is a quantity. */
function areQuantities(values: readonly string[]): boolean {
  if (values.length === 0 || values.some((value) => value.trim() === '' || !Number.isFinite(Number(value))))
    return false;
  return values.some((value) => !Number.isInteger(Number(value))) || new Set(values).size > 20;
}

/** Null where the file is not of this form. */
export function parsePredictions(text: string): PredictionsFile | null {
  const [header, ...rows] = parseCsv(text);
  if (header === undefined) return null;
  const [id, truth, prediction] = ['sample_id', 'truth', 'prediction'].map((name) => header.indexOf(name));
  if (id === undefined || truth === undefined || prediction === undefined || Math.min(id, truth, prediction) < 0)
    return null;
  const columns = header.flatMap((name, at) => (name.startsWith(scoreColumn) ? [{ name, at }] : []));
  const classes = columns.map(({ name }) => name.slice(scoreColumn.length));
  const column = (at: number): string[] => rows.map((row) => row[at] ?? '');
  const scores = columns.map(({ at }) =>
    Float64Array.from(rows, (row) => ((row[at] ?? '') === '' ? Number.NaN : Number(row[at]))),
  );
  const said = column(prediction);
  const place = new Map(classes.map((label, i) => [label, i]));
  const confidence = Float64Array.from(said, (label, i) => scores[place.get(label) ?? -1]?.[i] ?? Number.NaN);
  const sureness = (i: number): number => {
    const value = confidence[i] ?? Number.NaN;
    return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
  };
  const surestFirst = Uint32Array.from(rows, (_, i) => i).sort((a, b) => {
    const [x, y] = [sureness(a), sureness(b)];
    return x === y ? a - b : y > x ? 1 : -1;
  });
  const truths = column(truth);
  return {
    ids: column(id),
    truth: truths,
    prediction: said,
    numeric: classes.length === 0 && areQuantities(truths) && areQuantities(said),
    classes,
    scores,
    confidence,
    surestFirst,
  };
}

/** Null also where the file was removed meanwhile. */
export async function readPredictions(path: string): Promise<PredictionsFile | null> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  return text === null ? null : parsePredictions(text);
}

export interface PredictionsQuery {
  truth?: string | undefined;
  prediction?: string | undefined;
  errors?: boolean | undefined;
  sample?: string | undefined;
  offset: number;
  limit: number;
}

export interface PredictionsPage {
  items: PredictionRow[];
  total: number;
}

/** The rows that were asked for, the surest first. */
export function pageOf(file: PredictionsFile, query: PredictionsQuery): PredictionsPage {
  const matching = file.surestFirst.filter((i) => {
    if (query.sample !== undefined && file.ids[i] !== query.sample) return false;
    if (query.truth !== undefined && file.truth[i] !== query.truth) return false;
    if (query.prediction !== undefined && file.prediction[i] !== query.prediction) return false;
    return query.errors !== true || file.truth[i] !== file.prediction[i];
  });
  const items = [...matching.slice(query.offset, query.offset + query.limit)].map((i): PredictionRow => {
    const confidence = file.confidence[i] ?? Number.NaN;
    return {
      sample_id: file.ids[i] ?? '',
      truth: file.truth[i] ?? '',
      prediction: file.prediction[i] ?? '',
      confidence: Number.isNaN(confidence) ? null : toWire(confidence),
      scores: Object.fromEntries(file.classes.map((label, k) => [label, toWire(file.scores[k]?.[i] ?? Number.NaN)])),
    };
  });
  return { items, total: matching.length };
}
