import { expect, it } from 'vitest';
import { reproductionRows } from './reproduction-words.ts';

it('what differs comes first, numbers and files alike', () => {
  const rows = reproductionRows({
    compared: [{ key: 'test/accuracy', original: 0.5, repeat: 0.5, equal: true }],
    files: [{ path: 'model.pt', original: 'a', repeat: 'b', equal: false }],
  });
  expect(rows.map(({ name, equal }) => [name, equal])).toEqual([
    ['model.pt', false],
    ['test/accuracy', true],
  ]);
});
