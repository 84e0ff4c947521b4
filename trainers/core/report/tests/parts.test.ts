import { palettes, viewOf } from '@trainyard/sections';
import { samples } from '@trainyard/sections/samples';
import { describe, expect, it } from 'vitest';
import { breakable } from '../src/breakable.ts';
import { chartSvg } from '../src/chart-svg.ts';
import { FontCoverage } from '../src/font-coverage.ts';
import { drawableText, fontFiles } from '../src/fonts.ts';
import { readNpy } from '../src/npy.ts';
import { nestHeadings } from '../src/prose.ts';
import { plainCell, tableBlock } from '../src/table.ts';
import { ofBytes, ofDuration, ofTime } from '../src/words.ts';
import { npyOf } from './source-run.ts';

describe('fonts', () => {
  it('are known by the characters that they can draw', () => {
    const coverage = new FontCoverage(fontFiles[0] ?? Buffer.alloc(0));
    for (const character of 'aZ0 éжΩ→≥–…') expect(coverage.has(character), character).toBe(true);
    for (const character of ['試', 'م', '😀', '\u{1f527}']) expect(coverage.has(character), character).toBe(false);
  });

  it('name what they lack of a picture’s text, of a long stretch the first', () => {
    expect(drawableText('Größe')).toBe('Größe');
    expect(drawableText('a 試験 b')).toBe('a [U+8A66][U+9A13] b');
    expect(drawableText('👩‍🔧')).toBe('[U+1F469][U+1F527]');
    expect(drawableText('試験試験 b')).toBe('[U+8A66][U+9A13]… b');
  });
});

describe('pictures', () => {
  it('draw the ground behind points, each class in its colour, and name it', () => {
    const boundary = samples.find(({ id }) => id === 'boundary');
    if (boundary === undefined) throw new Error('no sample of a boundary');
    const [chart] = viewOf(boundary.section, { palette: palettes.print }).charts;
    const svg = chart === undefined ? '' : chartSvg(chart);
    const grounds = new Set(
      JSON.stringify(chart?.option).match(/(?<="borderColor":")#[0-9a-f]{6}(?=","borderWidth":1[,}])/g),
    );
    expect(grounds.size).toBe(4);
    for (const colour of grounds) expect(svg, colour).toContain(`fill="${colour}"`);
    // Once in the legend and once on its ground.
    for (const label of ['Normal', 'Inner race', 'Outer race', 'Ball']) expect(svg.split(`>${label}<`)).toHaveLength(3);
  });
});

describe('long words', () => {
  it('may break, after a mark that joins or in the middle of what has none', () => {
    expect(breakable('short words stay as they are, however many')).not.toContain('\u200b');
    const path = 'checkpoints/attempt1-step200/weights.bin';
    expect(breakable(path).split('\u200b')).toEqual(['checkpoints/', 'attempt1-', 'step200/', 'weights.', 'bin']);
    expect(
      breakable('x'.repeat(60))
        .split('\u200b')
        .map(({ length }) => length),
    ).toEqual([28, 28, 4]);
    expect(
      breakable('👩‍🔧'.repeat(30), 10)
        .split('\u200b')
        .every((part) => part.length % 5 === 0),
    ).toBe(true);
  });
});

describe('.npy files', () => {
  it('of one row are read, others are not', () => {
    expect([...(readNpy(npyOf([1, -2.5, 0])) ?? [])]).toEqual([1, -2.5, 0]);
    expect(readNpy(Buffer.from('no array'))).toBeNull();
    expect(readNpy(npyOf([1, 2, 3]).subarray(0, 140))).toBeNull();
    expect(readNpy(Buffer.alloc(0))).toBeNull();
  });
});

describe('headings of an explanation', () => {
  it('lie below the section’s, never more than one level at a time', () => {
    const levels = (given: (1 | 2 | 3)[], above: 1 | 2 | 3) =>
      nestHeadings(
        given.map((level) => ({ kind: 'heading', level, inlines: [] })),
        above,
      ).map((block) => ('level' in block ? block.level : 0));
    expect(levels([3, 1, 3, 2], 1)).toEqual([2, 2, 3, 3]);
    expect(levels([2, 3], 2)).toEqual([3, 4]);
    expect(levels([], 1)).toEqual([]);
  });
});

describe('tables', () => {
  it('say what they leave out', () => {
    const columns = Array.from({ length: 14 }, (_, i) => ({ label: `c${i}`, align: 'left' as const }));
    const rows = Array.from({ length: 130 }, () => columns.map(() => plainCell('x')));
    const table = tableBlock({ caption: 't', columns, rows });
    expect([table.columns.length, table.rows.length]).toEqual([12, 120]);
    expect(table.left_out).toBe('10 more rows and 2 more columns on the page of the run.');
  });

  it('keep a figure and its interval on one line, and an empty cell empty', () => {
    const table = tableBlock({
      caption: 't',
      columns: [
        { label: 'a', align: 'left' },
        { label: 'b', align: 'right' },
      ],
      rows: [[plainCell(''), plainCell('0.9 (0.8 to 1.0)')]],
    });
    expect(table.rows[0]?.map(({ text }) => text)).toEqual(['', '0.9\u00a0(0.8\u00a0to\u00a01.0)']);
  });
});

it('times, durations and sizes are told alike everywhere', () => {
  expect([ofTime('2026-11-26T07:01:59.9Z'), ofTime(null), ofTime('soon')]).toEqual(['26 Nov 2026 07:01 UTC', '–', '–']);
  expect([ofDuration(3.25), ofDuration(59.6), ofDuration(61), ofDuration(7260)]).toEqual([
    '3.3 s',
    '60 s',
    '1 min 1 s',
    '2 h 1 min',
  ]);
  expect([ofBytes(999), ofBytes(1500), ofBytes(25.3e9)]).toEqual(['999 B', '1.5 kB', '25.3 GB']);
});
