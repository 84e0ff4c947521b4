import type { Manifest } from '@trainyard/contracts';
import type { TrainerItem } from '@trainyard/contracts/routes';
import { formatDuration } from '../../format/duration.ts';
import { count, formatNumber, formatPercent } from '../../format/number.ts';
import type { Tone } from '../../format/run-status.ts';

interface Resume {
  tone: Tone;
  word: string;
  meaning: string;
}

const resumes: Record<Manifest['capabilities']['exact_resume'], Resume> = {
  exact: {
    tone: 'ok',
    word: 'exact',
    meaning: 'A run that was paused or broken off goes on from its checkpoint and ends with the very same figures.',
  },
  close: {
    tone: 'warn',
    word: 'close',
    meaning: 'A run that was paused or broken off goes on from its checkpoint; its figures may differ a little.',
  },
  restarts: {
    tone: 'plain',
    word: 'restarts',
    meaning: 'A run that was broken off begins anew.',
  },
};

export function resumeOf(kind: Manifest['capabilities']['exact_resume']): Resume {
  return resumes[kind];
}

/** What it must be given. */
export function needWords(needs: Manifest['needs']): string {
  const words = [
    ...(needs.dataset === null
      ? []
      : [`${needs.dataset.kinds.join(' or ')}${needs.dataset.labels ? ' with labels' : ''}`]),
    ...(needs.runs === null ? [] : [needs.runs.max === 1 ? 'an earlier run' : 'earlier runs']),
    ...(needs.models === null ? [] : ['models']),
    ...(needs.language_models === null ? [] : ['language models']),
    ...(needs.prompt ? ['a prompt'] : []),
    ...(needs.upload ? ['uploaded files'] : []),
  ];
  return words.length === 0 ? 'nothing' : words.join(', ');
}

type Learned = TrainerItem['learned'];

export function learnedTime(learned: Learned): string | null {
  return learned === null ? null : formatDuration(learned.seconds.value);
}

export function learnedQuality(learned: Learned): string | null {
  if (learned === null || learned.quality === null) return null;
  const { label, value, unit } = learned.quality;
  const figure = unit === '%' || unit === 'share' ? formatPercent(value, 1) : formatNumber(value);
  const behind = unit === '' || unit === '%' || unit === 'share' ? '' : ` ${unit}`;
  return `${label} ${figure}${behind}`;
}

export function learnedBasis(learned: Learned): string | null {
  if (learned === null) return null;
  const { low, high } = learned.seconds;
  return `learned from ${count(learned.runs, 'completed run')}; between ${formatDuration(low)} and ${formatDuration(high)}`;
}
