import { describe, expect, it } from 'vitest';
import { pageOf, parsePredictions } from './predictions-file.ts';

const hostile = `<script>"x", 'y'</script>`;
const text = `sample_id,truth,prediction,score_a,score_b\r
s1,a,b,0.4,0.6\r
s2,a,a,0.9,0.1\r
"${hostile.replaceAll('"', '""')}",b,b,NaN,\r
s4,b,c,0.5,0.5\r
`;

describe('a predictions file', () => {
  it('is read whatever its samples are called', () => {
    const file = parsePredictions(text);
    expect(file).toMatchObject({ ids: ['s1', 's2', hostile, 's4'], classes: ['a', 'b'], numeric: false });
    expect([...(file?.surestFirst ?? [])]).toEqual([1, 0, 2, 3]);
  });

  it('gives rows with what JSON lacks spelled out, and no confidence where there is no score', () => {
    const file = parsePredictions(text);
    if (file === null) throw new Error('not read');
    expect(pageOf(file, { errors: true, offset: 1, limit: 5 })).toEqual({
      items: [{ sample_id: 's4', truth: 'b', prediction: 'c', confidence: null, scores: { a: 0.5, b: 0.5 } }],
      total: 2,
    });
    expect(pageOf(file, { truth: 'b', prediction: 'b', offset: 0, limit: 5 }).items[0]).toMatchObject({
      confidence: null,
      scores: { a: 'NaN', b: 'NaN' },
    });
  });

  it('holds quantities where both sides are numbers that count nothing', () => {
    const numeric = (rows: string) => parsePredictions(`sample_id,truth,prediction\n${rows}`)?.numeric;
    expect(numeric('a,1.5,2\nb,2,2.25\n')).toBe(true);
    expect(numeric('a,1,2\nb,0,1\n')).toBe(false);
    expect(numeric('a,1.5,good\n')).toBe(false);
    expect(numeric('')).toBe(false);
  });

  it('of another form is none', () => {
    expect(parsePredictions('id,y\n1,2\n')).toBeNull();
    expect(parsePredictions('')).toBeNull();
  });
});
