import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { start } from '@trainyard/sdk';
import { type Part, reportDocument } from './src/document.ts';
import { readRun } from './src/read-run.ts';
import { typeset } from './src/typeset.ts';
import { ofBytes } from './src/words.ts';

const run = start({ pause: false, stop: false, checkpoint: false });
const config = run.config as {
  title: string;
  notes: string;
  parts: Part[];
  sections: string[];
  paper: 'a4' | 'letter';
};

run.progress({ step: 0, total_steps: 3, phase: 'read the runs' });
const startedAt = performance.now();
const runs = run.runs.map(readRun);

run.progress({ step: 1, total_steps: 3, phase: 'draw the charts' });
const { document, pictures } = reportDocument(runs, { ...config, at: new Date().toISOString() });
const drawnAt = performance.now();

run.progress({ step: 2, total_steps: 3, phase: 'typeset' });
const { pdf, pages, accessible } = typeset(document, pictures);
writeFileSync(join(run.output, 'report.pdf'), pdf);
const endedAt = performance.now();

const seconds = (from: number, to: number): string => `${((to - from) / 1000).toFixed(2)} s`;
const { user, system } = process.cpuUsage();
const processor = `${((user + system) / 1e6).toFixed(2)} s`;
run.log(
  'info',
  `${pages} pages with ${pictures.size} charts in ${seconds(startedAt, endedAt)}, ${processor} of processor time`,
);
if (accessible !== true) run.log('warning', `The PDF is tagged, but not to PDF/UA-1: ${accessible}`);
run.artifact('report.pdf', 'report', {
  title: document.title,
  runs: runs.map((one) => one.run.id),
  pages,
  accessible: accessible === true,
});
run.section({
  type: 'summary',
  title: 'Report',
  data: {
    rows: [
      { label: 'File', value: 'report.pdf' },
      { label: 'Runs', value: runs.map((one) => `#${one.run.number}`).join(', ') },
      { label: 'Pages', value: String(pages) },
      { label: 'Charts', value: String(pictures.size) },
      { label: 'Size', value: ofBytes(pdf.length) },
      { label: 'Accessible', value: accessible === true ? 'PDF/UA-1' : `tagged; not PDF/UA-1: ${accessible}` },
      {
        label: 'Time',
        value: `${seconds(startedAt, endedAt)}: ${seconds(startedAt, drawnAt)} charts, ${seconds(drawnAt, endedAt)} typesetting`,
      },
      // Of the whole process, its start included.
      { label: 'Processor time', value: processor },
    ],
  },
});
run.progress({ step: 3, total_steps: 3 });
run.done();
