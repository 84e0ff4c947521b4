import { expect, it } from 'vitest';
import { reportedRuns, reportFilter, reportName, reportsOf } from './report-runs.ts';

const report = { parameters: { runs: '["a","b"]' } };

it('a report tells which runs it is about', () => {
  expect(reportedRuns(report)).toEqual(['a', 'b']);
  expect(reportsOf([report, { parameters: { runs: '["c"]' } }, {}], 'b')).toEqual([report]);
});

it('a record that says nothing readable tells of none', () => {
  expect(reportedRuns({})).toEqual([]);
  expect(reportedRuns({ parameters: { runs: 'latest' } })).toEqual([]);
  expect(reportedRuns({ parameters: { runs: '{}' } })).toEqual([]);
});

it('all trainers that write reports are asked for at once', () => {
  expect(reportFilter(['report', 'brief'])).toBe('trainer:report,trainer:brief');
});

it('is named after its run, within what a name may be', () => {
  expect(reportName(4, 'amber-otter')).toBe('Report of 4 amber-otter');
  expect(reportName(4, 'x'.repeat(200))).toHaveLength(200);
  expect(reportName(4, '🌲'.repeat(100)).isWellFormed()).toBe(true);
});
