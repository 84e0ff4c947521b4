import { expect, test } from 'vitest';
import { fileAddress, modelFile } from './model-file.ts';

test('the model of a run is found by its kind', () => {
  const files = [
    { path: 'a.csv', kind: 'predictions' },
    { path: 'm.onnx', kind: 'onnx' },
    { path: 'm.pt', kind: 'model' },
  ];
  expect(modelFile(files)?.path).toBe('m.pt');
  expect(modelFile(files.slice(0, 2))?.path).toBe('m.onnx');
  expect(modelFile([])).toBeNull();
});

test('names of files are safe in an address', () => {
  expect(fileAddress(4, 'a b/<x>?.pt')).toBe('/api/v1/runs/4/files/a%20b/%3Cx%3E%3F.pt');
});
