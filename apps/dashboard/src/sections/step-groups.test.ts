import type { StepView } from '@trainyard/sections';
import { expect, it } from 'vitest';
import { stepGroups } from './step-groups.ts';

const step = (group: string, name: string): StepView => ({
  group,
  name,
  detail: '',
  status: 'done',
  used: null,
  usedText: '',
});

it('the newest group stands first, and the steps of a group in their order', () => {
  const groups = stepGroups([step('1', 'infer'), step('1', 'propose'), step('2', 'infer'), step('1', 'late')]);
  expect(groups.map(({ name, steps }) => [name, ...steps.map((one) => one.name)])).toEqual([
    ['1', 'late'],
    ['2', 'infer'],
    ['1', 'infer', 'propose'],
  ]);
  expect(stepGroups([])).toEqual([]);
});
