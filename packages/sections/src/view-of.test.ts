import { section, sectionTypes } from '@trainyard/contracts';
import * as echarts from 'echarts';
import { describe, expect, it } from 'vitest';
import { type Palette, palettes } from './palette.ts';
import { samples } from './samples.ts';
import type { ChartView, View } from './view.ts';
import { viewOf } from './view-of.ts';

function draw(chart: ChartView): string {
  const instance = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 700, height: chart.height });
  try {
    // Serialised first: an option that only works in the process that made it is of no use to paper.
    instance.setOption(JSON.parse(JSON.stringify(chart.option)));
    return instance.renderToSVGString();
  } finally {
    instance.dispose();
  }
}
const all = (palette: Palette): { id: string; view: View }[] =>
  samples.map((sample) => ({ id: sample.id, view: viewOf(sample.section, { palette }) }));
const views = all(palettes.light);
const viewNamed = (id: string): View => {
  const found = views.find((v) => v.id === id);
  if (!found) throw new Error(`no sample ${id}`);
  return found.view;
};

describe('samples', () => {
  it('hold every type of section, well filled and empty', () => {
    const filled = new Set(samples.filter((s) => !s.awkward).map((s) => s.section.type));
    const empty = new Set(views.filter((v) => v.id.startsWith('empty-')).map((v) => v.view.type));
    expect([...filled].sort()).toEqual([...sectionTypes].sort());
    expect([...empty].sort()).toEqual([...sectionTypes].sort());
  });

  it('are what a trainer may send', () => {
    for (const sample of samples) expect(section.safeParse(sample.section).error, sample.id).toBeUndefined();
  });
});

describe('a view', () => {
  it('is JSON: the option of a chart survives the way to another process', () => {
    for (const { id, view } of views) expect(JSON.parse(JSON.stringify(view.charts)), id).toEqual(view.charts);
  });

  it('of an empty section is a sentence and nothing else', () => {
    for (const { id, view } of views.filter((v) => v.id.startsWith('empty-'))) {
      expect({ id, empty: view.empty, charts: view.charts, tables: view.tables }).toEqual({
        id,
        empty: true,
        charts: [],
        tables: [],
      });
      expect(view.sentence, id).toMatch(/^(No|The) .*\.$/);
    }
  });

  it('says in its sentence what a chart shows, with numbers, in one line without marks that turn text around', () => {
    for (const { id, view } of views.filter((v) => !v.view.empty)) {
      expect(view.sentence, id).not.toMatch(/undefined|\[object|[\u202a-\u202e\n]/);
      for (const chart of view.charts) expect(chart.sentence, id).toMatch(/\d/);
    }
  });

  it('has rows as wide as its columns, and no name twice among its tables and charts', () => {
    for (const { id, view } of views) {
      for (const t of view.tables) for (const row of t.rows) expect(row.length, id).toBe(t.columns.length);
      expect(new Set(view.tables.map((t) => t.id)).size, id).toBe(view.tables.length);
      expect(new Set(view.charts.map((c) => c.id)).size, id).toBe(view.charts.length);
    }
  });
});

describe('a chart', () => {
  for (const { id, view } of views) {
    for (const chart of view.charts) {
      it(`of ${id} draws marks and words, and nothing at a place that is no number`, () => {
        const svg = draw(chart);
        expect(svg.match(/<path|<circle|<rect/g)?.length ?? 0).toBeGreaterThan(4);
        expect(svg).toMatch(/<text/);
        expect(svg).not.toMatch(/NaN|Infinity|undefined/);
      });
    }
  }

  it('never makes markup of a name', () => {
    for (const id of ['hostile-matrix', 'hostile-bars', 'hostile-curves', 'hostile-regions']) {
      for (const chart of viewNamed(id).charts) {
        const svg = draw(chart);
        expect(svg).not.toContain('<script');
        expect(svg).toContain('&lt;script&gt;');
      }
    }
  });

  it('takes its colours from the palette of the mode', () => {
    for (const palette of Object.values(palettes)) {
      const text = JSON.stringify(all(palette).find((v) => v.id === 'bars')?.view.charts);
      expect(text).toContain(palette.series[0]);
    }
  });

  it('of numbers that are not finite marks them and does not draw them as zero', () => {
    const curves = viewNamed('hostile-curves');
    const option = JSON.stringify(curves.charts[0]?.option);
    expect(option).toContain('"not finite"');
    expect(curves.sentence).toContain('21 values are not finite');
    const bars = viewNamed('hostile-bars');
    expect(bars.sentence).toContain('2 not finite');
    expect(draw(bars.charts[0] as ChartView)).toContain('not finite');
  });

  it('keeps the one spike of 5,000 points and stays small', () => {
    const option = JSON.stringify(viewNamed('long-curves').charts[0]?.option);
    expect(option).toMatch(/[[,]9[,\]]/);
    expect(option.length).toBeLessThan(250_000);
  });
});
