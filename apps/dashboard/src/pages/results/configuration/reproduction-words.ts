import type { AnswerOf } from '@trainyard/contracts/routes';
import type { Tone } from '../../../format/run-status.ts';

type Reproduction = AnswerOf<'getReproduction'>;

export const verdictWords: Record<Reproduction['verdict'], { tone: Tone; word: string; text: string }> = {
  pending: { tone: 'accent', word: 'Running', text: 'The repeat has not ended yet.' },
  identical: { tone: 'ok', word: 'Identical', text: 'Every number came out the same.' },
  different: { tone: 'warn', word: 'Different', text: 'Some numbers came out differently.' },
  failed: { tone: 'bad', word: 'Failed', text: 'The repeat ended without results.' },
};

export interface CheckedThing {
  key: string;
  name: string;
  original: string | number | null;
  repeat: string | number | null;
  equal: boolean;
}

/** What differs first. */
export function reproductionRows({ compared, files }: Pick<Reproduction, 'compared' | 'files'>): CheckedThing[] {
  const rows = [
    ...compared.map((one) => ({ ...one, name: one.key, key: `number ${one.key}` })),
    ...files.map((one) => ({ ...one, name: one.path, key: `file ${one.path}` })),
  ];
  return rows.sort((a, b) => Number(a.equal) - Number(b.equal));
}
