import { type Manifest, manifest } from '@trainyard/contracts';
import type { TrainerItem } from '@trainyard/contracts/routes';
import { expect, it } from 'vitest';
import { type ChosenModel, modelTakers, takesWords } from './model-takers.ts';

function trainer(id: string, needs: object, more: object = {}, problems: TrainerItem['problems'] = []): TrainerItem {
  const parsed = manifest.parse({
    id,
    title: id,
    purpose: 'Works.',
    family: 'f',
    environment: 'none',
    entry: ['x'],
    parameters: { type: 'object' },
    needs,
    ...more,
  });
  return { manifest: parsed, problems } as unknown as TrainerItem;
}

const signals: Manifest['needs']['dataset'] = {
  kinds: ['signals'],
  labels: true,
  columns: [],
  split: true,
  windows: false,
};
const vote = trainer('vote', { dataset: signals, models: { min: 3, max: 4 } });
const tune = trainer('tune', { models: { min: 1, max: 1 } });
const plain = trainer('plain', {});

function chosen(count: number, digest = 'd'): ChosenModel[] {
  return Array.from({ length: count }, (_, i) => ({
    name: `net-${i}`,
    version: i + 1,
    dataset: { name: 'bench', version: 2, digest, kind: 'signals' },
  }));
}

it('every trainer whose manifest asks for models is offered, with how many it takes', () => {
  expect(modelTakers([plain, vote, tune], chosen(1), 'member').map(({ id, takes }) => [id, takes])).toEqual([
    ['tune', 'Takes 1 model.'],
    ['vote', 'Takes 3 to 4 models.'],
  ]);
  expect(takesWords({ min: 0, max: 5 })).toBe('Takes up to 5 models.');
  expect(takesWords({ min: 0, max: 1 })).toBe('Takes 1 model.');
  expect(modelTakers([plain], chosen(1), 'member')).toEqual([]);
});

it('too few are said and chosen in the wizard; too many are refused in words', () => {
  const taker = (item: TrainerItem, count: number) => modelTakers([item], chosen(count), 'member')[0];
  expect(taker(vote, 1)).toMatchObject({ missing: 'Choose at least 2 more there.', refused: null });
  expect(taker(vote, 3)).toMatchObject({ missing: null, refused: null });
  expect(taker(vote, 5)?.refused).toBe('5 models are chosen, one too many. Leave it out first.');
  expect(taker(tune, 3)?.refused).toBe('3 models are chosen, 2 too many. Leave them out first.');
  expect(modelTakers([tune, vote], chosen(2), 'member').map(({ id }) => id)).toEqual(['vote', 'tune']);
});

it('models of other data, or of none, are refused as the launch would', () => {
  const bare: ChosenModel = { name: 'bare', version: 1, dataset: null };
  const refused = (item: TrainerItem, models: ChosenModel[]) => modelTakers([item], models, 'member')[0]?.refused;
  expect(refused(vote, [...chosen(2), bare])).toBe('It takes models of signals, and bare@1 learned from no data set.');
  expect(refused(tune, [bare])).toBeNull();
});

it('the wizard is opened with these versions, and with their data where they share it', () => {
  const search = (item: TrainerItem, models: ChosenModel[]) => modelTakers([item], models, 'member')[0]?.search;
  expect(search(vote, chosen(2))).toEqual({ trainer: 'vote', models: 'net-0@1,net-1@2', dataset: 'bench@2' });
  expect(search(vote, [...chosen(1), ...chosen(1, 'other')])?.dataset).toBeUndefined();
  expect(search(tune, chosen(1))).toEqual({ trainer: 'tune', models: 'net-0@1' });
});

it('faulty trainers, those for administrators and hidden ones are not opened', () => {
  const admin = trainer('admin', { models: { min: 1, max: 1 } }, { admin_only: true });
  const faulty = trainer('faulty', { models: { min: 1, max: 1 } }, {}, [{ path: 'entry', message: 'is missing' }]);
  const hidden = trainer('hidden', { models: { min: 1, max: 1 } }, { hidden: true });
  const found = modelTakers([admin, faulty, hidden], chosen(1), 'member');
  expect(found.map(({ id, refused }) => [id, refused?.split('.')[0]])).toEqual([
    ['admin', 'For administrators only'],
    ['faulty', 'Its manifest has faults'],
  ]);
  expect(modelTakers([admin], chosen(1), 'admin')[0]?.refused).toBeNull();
});
