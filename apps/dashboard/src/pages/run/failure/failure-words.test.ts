import { expect, test } from 'vitest';
import { sampleRun } from '../live/sample-run.ts';
import { exitWords, failurePlace, failureTitle, lastWords } from './failure-words.ts';

const reason = {
  code: 'out-of-memory' as const,
  message: 'The trainer ran out of memory.',
  hint: 'Use a smaller batch size.',
  detail: { phase: 'training', epoch: 12, exit_code: 1, signal: null, stderr: ['Traceback', 'MemoryError'] },
};

test('what happened and where are told in words', () => {
  expect(failureTitle(reason)).toBe('It ran out of memory');
  expect(failurePlace(sampleRun({ reason, attempt: 2 }))).toBe('training, epoch 12 of 60, attempt 2');
  expect(lastWords(reason)).toEqual(['Traceback', 'MemoryError']);
  expect(exitWords(reason)).toBe('exit code 1');
});

test('an end without detail is told from the progress, hostile detail is passed over', () => {
  const bare = { ...reason, code: 'done' as const, detail: { stderr: 'no list', phase: { a: 1 } } };
  expect(failurePlace(sampleRun({ reason: bare }))).toBe('epoch 41 of 60');
  expect(failureTitle(bare)).toBe('The run failed');
  expect(failureTitle(null)).toBe('The run failed');
  expect(lastWords(bare)).toEqual([]);
  expect(exitWords({ ...bare, detail: { signal: 'SIGKILL' } })).toBe('ended by SIGKILL');
});
