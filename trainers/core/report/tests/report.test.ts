import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import type { Section } from '@trainyard/contracts';
import { samples } from '@trainyard/sections/samples';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Part, type ReportOptions, reportDocument } from '../src/document.ts';
import { printable } from '../src/printable.ts';
import { type ReadRun, readRun } from '../src/read-run.ts';
import { typeset } from '../src/typeset.ts';
import { npyOf, type SourceChanges, writeRun } from './source-run.ts';

const all: Part[] = ['results', 'history', 'configuration', 'environment', 'files'];
const options = (changes: Partial<ReportOptions> = {}): ReportOptions => ({
  title: '',
  notes: '',
  parts: all,
  sections: [],
  paper: 'a4',
  at: '2026-02-03T04:05:06Z',
  ...changes,
});

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trainyard-report-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let runs = 0;
function source(changes: SourceChanges = {}): ReadRun {
  runs += 1;
  const own = join(folder, String(runs));
  writeRun(own, runs, changes);
  return readRun({ folder: own });
}

/** All that a reader is shown, as one text. */
function textsOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  return Object.values(value).map(textsOf).join('\n');
}

/** The PDF with its streams unpacked: what a reader of the format finds in it. */
function unpacked(pdf: Buffer): string {
  const parts = [pdf.toString('latin1')];
  for (let at = pdf.indexOf('stream\n'); at !== -1; at = pdf.indexOf('stream\n', at + 7)) {
    try {
      parts.push(inflateSync(pdf.subarray(at + 7)).toString('latin1'));
    } catch {
      // An end of a stream, or one that is not packed.
    }
  }
  return parts.join('\n');
}

describe('the PDF of a run', () => {
  it('is tagged for readers of every kind: title, language, headings, tables and a sentence for each picture', () => {
    const { document, pictures } = reportDocument([source()], options());
    const { pdf, pages, accessible } = typeset(document, pictures);
    expect(accessible).toBe(true);
    expect(pages).toBeGreaterThan(1);
    const inside = unpacked(pdf);
    for (const mark of ['/StructTreeRoot', '/Marked true', '/Lang (en)', '/H1', '/TH', '/Table', '/Figure', '/Alt']) {
      expect(inside).toContain(mark);
    }
    expect(inside).toContain('pdfuaid:part>1<');
    expect(inside).toMatch(/\/FontFile2 \d+ 0 R/);
  }, 60_000);

  it('holds whatever names and numbers programs send', () => {
    const sections = samples.map(({ section }, i) => ({ ...section, title: `${section.title.slice(0, 150)} ${i}` }));
    const name = `<script>alert(1)</script> #strong[x] $x$ @ref "q" \\ \u202eolleh 👩‍🔧 試 ${'long'.repeat(60)}`;
    const read = source({ run: { name, notes: '#panic("no")', badge: '*SIM* [x]' }, sections });
    const { document, pictures } = reportDocument([read, source()], options({ notes: '= no heading\n\n- no list' }));
    const { pdf, pages, accessible } = typeset(document, pictures);
    expect(accessible).toBe(true);
    expect(pages).toBeGreaterThan(10);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const texts = textsOf(document);
    for (const said of ['<script>alert(1)</script> #strong[x] $x$ @ref', '#panic("no")', '= no heading']) {
      expect(texts).toContain(said);
    }
    expect(printable(document)).not.toMatch(/\u202e|\\u202e/);
  }, 120_000);
});

describe('what is printed', () => {
  const scores: Section = {
    type: 'metric-table',
    title: 'Scores',
    notes: [],
    data: {
      rows: [
        {
          name: 'accuracy',
          label: 'Accuracy',
          value: 0.91,
          low: 0.89,
          high: 0.93,
          unit: '',
          better: 'higher',
          note: null,
        },
      ],
    },
  };
  it('names the best earlier run on the same data beside the figure of this one, or that there is none', () => {
    const bestEarlier = {
      run: { number: 7, name: 'a <b>forest</b>', trainer: 'signal-features' },
      label: 'Accuracy',
      value: 0.875,
      low: 0.85,
      high: 0.9,
      unit: '',
      split_by: 'window',
      split_note: 'upper bound: same unit on both sides',
    };
    const said = textsOf(reportDocument([source({ sections: [scores], bestEarlier })], options()).document);
    expect(said).toContain(
      'Best earlier run on the same data: #7 a <b>forest</b> by signal-features, Accuracy 0.875 (95 %: 0.850 to 0.900), split by window, upper bound: same unit on both sides; this run has 0.910.',
    );
    const alone = textsOf(reportDocument([source({ sections: [scores] })], options()).document);
    expect(alone).toContain('No earlier run on the same data has the figure Accuracy.');
    expect(textsOf(reportDocument([source({ sections: [] })], options()).document)).not.toContain('earlier run');
  });

  it('tells the verdict first and the course of the run last, whenever the trainer told them', () => {
    const named = ['steps', 'meters', 'prompt', 'verdict'].map((type) => {
      const found = samples.find(({ section }) => section.type === type);
      if (found === undefined) throw new Error(`there is no sample of ${type}`);
      return { ...found.section, title: `the ${type}` };
    });
    const texts = textsOf(reportDocument([source({ sections: named })], options({ parts: ['results'] })).document);
    const places = ['verdict', 'prompt', 'steps', 'meters'].map((type) => texts.indexOf(`the ${type}`));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
  });

  it('says of a heat map that has more cells than paper shows', () => {
    const map = (rows: number, columns: number): Section => {
      const values = Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (_, c) => r * c));
      const names = (count: number) => Array.from({ length: count }, (_, i) => String(i));
      const data = { x: names(columns), y: names(rows), values, unit: '', kind: 'plain' };
      return { type: 'heatmap', title: 'Map', notes: [], data };
    };
    const said = (section: Section) => textsOf(reportDocument([source({ sections: [section] })], options()).document);
    expect(said(map(200, 3))).toContain(
      'Printed as 80 × 3 cells of 200 × 3 (rows × columns): each shows the mean of the cells that it covers.',
    );
    expect(said(map(80, 3))).not.toContain('Printed as');
  });

  it('names the run, its data and its record', () => {
    const texts = textsOf(reportDocument([source()], options()).document);
    for (const said of [
      'bearings, version 2',
      'by unit: 70 train, 15 validation, 15 test',
      'd'.repeat(64),
      'c'.repeat(64),
    ]) {
      expect(texts).toContain(said);
    }
    for (const said of [
      '3 Feb 2026 04:05 UTC',
      'model.width',
      'set by hand',
      'model.bin',
      'node',
      '24.0.0',
      'Attempts',
    ]) {
      expect(texts).toContain(said);
    }
  });

  it('says beside the headline why it may flatter, and not beside a row that the trainer left unmarked', () => {
    const note = 'upper bound: same unit on both sides';
    const row = (name: string, value: number, own: string | null) =>
      ({ name, value, low: value - 0.1, high: value + 0.05, unit: '', better: 'higher', note: own }) as const;
    const sections: Section[] = [
      {
        type: 'metric-table',
        title: 'Scores',
        notes: [],
        data: {
          rows: [row('accuracy_baseline', 0.3, null), row('accuracy', 0.9, note), row('accuracy_new_units', 0.7, null)],
        },
      },
    ];
    const read = source({ sections, run: { split: { by: 'window', note }, badge: 'SIMULATED' } });
    const { document } = reportDocument([read], options());
    const figures = document.blocks.find((block) => block.kind === 'figures');
    expect(figures).toMatchObject({
      items: [
        { label: 'accuracy', value: '0.900', range: '95 %: 0.800 to 0.950', note },
        { label: 'accuracy_new_units', note: '' },
        { label: 'accuracy_baseline', value: '0.300', note: '' },
      ],
    });
    expect(document.badge).toBe('SIMULATED');
    const callouts = document.blocks.filter((block) => block.kind === 'callout').map(({ text }) => text);
    expect(callouts).toEqual([
      'SIMULATED data: what is said here says nothing of a real machine.',
      `Split by window: ${note}.`,
    ]);
    expect(textsOf(document)).toContain('Recommendations');
  });

  it('draws training dashed and validation solid in one chart, keeps a spike, and marks what is not finite', () => {
    const read = source({ loss: [3, 2, 'NaN', 1] });
    const { document, pictures } = reportDocument([read], options({ parts: ['history'] }));
    const charts = document.blocks.filter((block) => block.kind === 'chart');
    expect(charts).toHaveLength(1);
    const svg = pictures.get(charts[0]?.file ?? '') ?? '';
    expect(svg).toContain('stroke-dasharray');
    // Text stays text, in a font that is handed over with it.
    expect(svg).toMatch(/font-family:\s*Inter/);
    expect(svg).toMatch(/<text[^>]*>train loss<\/text>/);
    expect(svg).toContain('not finite');
  });

  it('leaves out what was not asked for', () => {
    const read = source();
    const only = (changes: Partial<ReportOptions>) =>
      reportDocument([read], options(changes)).document.blocks.flatMap((block) =>
        block.kind === 'heading' ? [block.text] : [],
      );
    expect(only({ parts: ['configuration'] })).toEqual(['Configuration']);
    expect(only({ parts: ['results'], sections: ['summary'] })).toContain('About');
    expect(only({ parts: ['results'], sections: ['summary'] })).not.toContain('Failures');
    expect(only({ parts: ['results'], sections: ['roc'] })).toContain('Results');
  });

  it('shows the signal of a failure where the trainer kept it', () => {
    const read = source();
    const { document, pictures } = reportDocument([read], options({ parts: ['results'] }));
    const signals = document.blocks.find((block) => block.kind === 'signals');
    expect(signals?.kind === 'signals' && signals.items).toMatchObject([
      { title: 'w#1', alt: 'The signal of w#1: 200 ms at 1000 Hz, from -1 to 1 g.' },
    ]);
    expect([...pictures.values()].some((svg) => svg.includes('<polyline'))).toBe(true);
  });

  it('of several runs is their comparison first, with a warning where their data differ', () => {
    const other = { name: 'other', version: 1, digest: 'f'.repeat(64) };
    const { document } = reportDocument([source(), source({ run: { dataset: other } })], options());
    expect(document.contents).toBe(true);
    expect(document.blocks.slice(0, 2)).toMatchObject([{ text: 'Comparison' }, { kind: 'table', rows: [{}, {}] }]);
    expect(textsOf(document)).toContain('The runs were scored on different data');
    const alike = reportDocument([source(), source()], options()).document;
    expect(textsOf(alike)).not.toContain('different data');
  });
});

it('a file of a run is only read below its folder', () => {
  const read = source();
  writeFileSync(join(folder, 'secret.npy'), npyOf([1, 2]));
  expect(read.fileOf('signals/w.npy')).not.toBeNull();
  expect(read.fileOf('../../secret.npy')).toBeNull();
  expect(read.fileOf('/etc/passwd')).toBeNull();
});
