import { globSync } from 'node:fs';
import path from 'node:path';
import type { BenchmarkData } from './data-set.ts';

/** A trainer with a fixed configuration. Nothing in it may be chosen by looking at a test part. */
export interface Family {
  id: string;
  title: string;
  trainer: string;
  preset: string | null;
  set: Record<string, unknown>;
  /** The trainer chooses its best epoch on a validation part. */
  validates: boolean;
  /** The data sets that have what the trainer needs; all of them where nothing is said. */
  only?: readonly BenchmarkData['id'][];
}

const bare = { folds: 0, importance_repeats: 1, onnx: false };
const forest = { model: 'random_forest', n_estimators: 200, ...bare };
const everything = ['general', 'envelope', 'shaft-orders', 'fault-orders'];

function classical(id: string, title: string, set: Record<string, unknown>): Family {
  return { id, title, trainer: 'signal-features', preset: null, set: { ...bare, ...set }, validates: false };
}

const features: Family[] = [
  classical('forest', 'Random forest, 36 general features', { ...forest, groups: ['general'] }),
  classical('lightgbm', 'LightGBM, 36 general features', { model: 'lightgbm', n_estimators: 200, groups: ['general'] }),
  classical('svm', 'Support vector machine, 36 general features', { model: 'svm', groups: ['general'] }),
  classical('forest-envelope', 'Random forest, 12 envelope features', { ...forest, groups: ['envelope'] }),
  classical('forest-shaft', 'Random forest, 8 shaft orders', { ...forest, groups: ['shaft-orders'] }),
  classical('forest-orders', 'Random forest, 9 fault orders', { ...forest, groups: ['fault-orders'] }),
  classical('forest-all', 'Random forest, all 65 features', { ...forest, groups: everything }),
  classical('lda', 'Linear discriminants, 9 fault orders', { model: 'lda', groups: ['fault-orders'] }),
  classical('order-rule', 'Rule: which race line stands out', { model: 'order-rule', groups: ['fault-orders'] }),
];

/** Every network, as its Quick test preset has it. The ensemble learns nothing of its own: `vote` stands for it. */
function networks(root: string): Family[] {
  const folder = path.join(root, 'trainers/signal-nets');
  return globSync('*/train.py', { cwd: folder })
    .map((file) => path.dirname(file))
    .filter((id) => id !== 'signal-ensemble')
    .sort()
    .map((id) => ({
      id,
      title: `${id}, preset Quick test`,
      trainer: id,
      preset: 'quick',
      set: { onnx: false },
      validates: true,
      // Its oil film needs the load on the bearing and the oil's temperature, which the public recordings lack.
      ...(id === 'signal-physics' ? { only: ['demo'] } : {}),
    }));
}

export function families(root: string): Family[] {
  return [...features, ...networks(root)];
}

export function settingsFor(family: Family, data: BenchmarkData): Record<string, unknown> {
  const speed = family.trainer === 'signal-features' ? { speed: data.speed } : {};
  return { ...family.set, ...speed, window: data.window };
}
