import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rectangles, roomiest } from './regions.ts';

const anyGrid = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
  .chain(([rows, columns]) =>
    fc.array(fc.array(fc.nat(2), { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
  );

describe('rectangles of a grid', () => {
  it('cover every cell once and with its own class, whatever the grid', () => {
    fc.assert(
      fc.property(anyGrid, (cells) => {
        const painted = cells.map((row) => row.map(() => [] as number[]));
        for (const { x0, x1, y0, y1, value } of rectangles(cells)) {
          for (let r = y0; r < y1; r++) for (let c = x0; c < x1; c++) painted[r]?.[c]?.push(value);
        }
        expect(painted).toEqual(cells.map((row) => row.map((value) => [value])));
      }),
    );
  });
});

describe('the roomiest place of a class', () => {
  it('lies on the class itself, whatever the grid', () => {
    fc.assert(
      fc.property(anyGrid, (cells) => {
        for (const [value, { x, y, side }] of roomiest(cells)) {
          const half = side / 2;
          for (let r = y - half; r < y + half; r++)
            for (let c = x - half; c < x + half; c++) expect(cells[r]?.[c]).toBe(value);
        }
      }),
    );
  });
});
