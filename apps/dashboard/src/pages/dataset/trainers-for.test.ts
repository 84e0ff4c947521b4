import type { TrainerItem } from '@trainyard/contracts/routes';
import { expect, test } from 'vitest';
import { trainersFor } from './trainers-for.ts';

type Needs = NonNullable<TrainerItem['manifest']['needs']['dataset']>;
const usual: Needs = { kinds: ['signals'], labels: true, columns: [], split: true, windows: false };

function trainer(
  id: string,
  dataset: Needs | null,
  more: { hidden?: boolean; problems?: TrainerItem['problems'] } = {},
) {
  const needs = { dataset, runs: null, models: null, language_models: null, prompt: false, upload: false };
  return {
    manifest: { id, needs, hidden: more.hidden ?? false },
    problems: more.problems ?? [],
  } as unknown as TrainerItem;
}
const label = (name: string) => ({ label: name, samples: 3, units: null });
const version = {
  kind: 'signals' as const,
  classes: [label('worn'), label('sound')],
  conditions: ['load'],
  units: [{ column: 'bearing', values: 3, physical: true }],
};
const ids = (of: Parameters<typeof trainersFor>[0], all: TrainerItem[]) =>
  trainersFor(of, all).map(({ manifest }) => manifest.id);

test('kind, labels and columns decide', () => {
  const all = [
    trainer('fits', { ...usual, columns: ['load', 'bearing'] }),
    trainer('other-kind', { ...usual, kinds: ['text'] }),
    trainer('more-columns', { ...usual, columns: ['speed'] }),
    trainer('no-data', null),
    trainer('hidden', usual, { hidden: true }),
    trainer('broken', usual, { problems: [{ path: '', message: 'wrong' }] }),
  ];
  expect(ids(version, all)).toEqual(['fits']);
});

test('one class is not enough to tell classes apart; the target of a table is a setting', () => {
  const all = [
    trainer('labels', { ...usual, kinds: ['signals', 'table'] }),
    trainer('any', { ...usual, labels: false }),
  ];
  expect(ids({ ...version, classes: [label('worn')] }, all)).toEqual(['any']);
  expect(ids({ ...version, kind: 'table', classes: [] }, all)).toEqual(['labels']);
});
