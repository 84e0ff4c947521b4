import type { PredictionRow, WireNumber } from '@trainyard/contracts';
import { fromWire } from '../../../format/wire-number.ts';

export interface ScoreOfClass {
  label: string;
  score: WireNumber;
  role: 'truth' | 'prediction' | 'other';
}

const most = 6;

/** The surest classes first; the true one is always among them. */
export function foremostScores({ scores, truth, prediction }: PredictionRow): ScoreOfClass[] {
  const all = Object.entries(scores)
    .map(([label, score]): ScoreOfClass => {
      return { label, score, role: label === truth ? 'truth' : label === prediction ? 'prediction' : 'other' };
    })
    .sort((a, b) => (fromWire(b.score) || 0) - (fromWire(a.score) || 0));
  return [...all.slice(0, most), ...all.slice(most).filter(({ role }) => role !== 'other')];
}
