import type { TrainerItem } from '@trainyard/contracts/routes';
import { expect, test } from 'vitest';
import { reportTrainers, whyNotReported } from './report-trainers.ts';

const trainer = (id: string, runs: object | null, produces: string[], problems: unknown[] = []) =>
  ({ manifest: { id, title: id, needs: { runs }, produces }, problems }) as unknown as TrainerItem;
const paper = trainer('paper', { min: 1, max: 3 }, ['report', 'files']);

test('any trainer that reads runs and writes a report is found, unless it is faulty', () => {
  const all = [
    paper,
    trainer('cnn', null, ['report']),
    trainer('vote', { min: 2, max: 9 }, ['model']),
    trainer('broken', { min: 1, max: 3 }, ['report'], [{}]),
  ];
  expect(reportTrainers(all).map(({ manifest }) => manifest.id)).toEqual(['paper']);
});

test('how many runs it takes is said', () => {
  expect(whyNotReported(paper, 3)).toBeNull();
  expect(whyNotReported(paper, 4)).toContain('at most 3');
  expect(whyNotReported(trainer('two', { min: 2, max: 3 }, ['report']), 1)).toContain('at least 2');
  expect(whyNotReported(trainer('x', null, []), 1)).toContain('no runs');
});
