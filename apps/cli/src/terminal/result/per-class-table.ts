import type { SectionOf } from '@trainyard/contracts';
import type { Look } from '../live-view.ts';
import { tableText } from '../table.ts';
import { countText, intervalText, percentText } from '../words.ts';

/** Precision, recall and F1 by class. Weak classes are flagged; classes without a test unit are "not scored". */
export function perClassTable(section: SectionOf<'per-class-table'>, look: Look): string {
  const rows = section.data.rows.map((row) => {
    if (!row.scored) return [row.label, '', '', '', String(row.support), look.ink.warn('not scored')];
    return [
      row.weak ? look.ink.bad(row.label) : row.label,
      intervalText(row.precision),
      intervalText(row.recall),
      intervalText(row.f1),
      String(row.support),
      row.weak ? look.ink.bad('weak') : '',
    ];
  });
  const table = tableText(
    [
      { title: 'class', wrap: true },
      { title: 'precision' },
      { title: 'recall' },
      { title: 'F1' },
      { title: 'support', right: true },
      { title: '' },
    ],
    rows,
    look,
  );
  const weak = section.data.rows.filter((row) => row.weak && row.scored).length;
  const foot = `Intervals at ${percentText(section.data.confidence)}${weak === 0 ? '' : `; ${countText(weak, 'weak class', 'weak classes')}`}`;
  return `${table}\n${look.ink.dim(foot)}`;
}
