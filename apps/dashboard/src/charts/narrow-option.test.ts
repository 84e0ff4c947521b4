import { describe, expect, it } from 'vitest';
import { narrowOption } from './narrow-option.ts';

const bars = { yAxis: { type: 'category', axisLabel: { width: 190, color: 'red' } }, series: [] };

describe('a chart on a phone', () => {
  it('gives the names of bars a third of its width', () => {
    expect(narrowOption(bars, 300)).toEqual({
      yAxis: { type: 'category', axisLabel: { width: 100, color: 'red' } },
      series: [],
    });
  });

  it('is left alone where there is room, or where numbers stand on the axis', () => {
    expect(narrowOption(bars, 900)).toBe(bars);
    const lines = { yAxis: [{ type: 'value' }] };
    expect(narrowOption(lines, 300)).toBe(lines);
  });
});
