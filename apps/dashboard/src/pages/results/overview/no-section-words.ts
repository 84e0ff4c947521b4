import type { Run } from '@trainyard/contracts';

/** Why a run has no results to show, by what became of it. */
export function noSectionWords({ status, executor }: Pick<Run, 'status' | 'executor'>): {
  title: string;
  text: string;
} {
  if (status === 'failed') return { title: 'It failed before it had results.', text: 'Its log tells what happened.' };
  if (status === 'cancelled') return { title: 'It was cancelled.', text: 'Its files and results were dropped.' };
  if (status === 'completed' || status === 'stopped') {
    return executor === 'external'
      ? {
          title: 'An outside program reported this run.',
          text: 'It sends metrics, a log and files, and no result sections: curves and files are all there is.',
        }
      : { title: 'Its trainer sent no result sections.', text: 'Curves and files are all there is.' };
  }
  return { title: 'No results yet.', text: 'Sections are shown here as soon as the trainer sends them.' };
}
