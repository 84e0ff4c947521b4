import { ActionIcon, Tooltip } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { Section } from '@trainyard/contracts';
import { viewOf } from '@trainyard/sections';
import { useMemo } from 'react';
import { fileName, saveFile } from '../charts/save-file.ts';
import { tableCsv } from '../charts/table-csv.ts';
import { useChartPalette } from '../charts/use-chart-palette.ts';
import { Panel } from '../components/panel.tsx';
import type { MatrixCell } from './matrix-table.tsx';
import type { ReadFile } from './run-file.ts';
import { SectionBody } from './section-body.tsx';
import classes from './section-view.module.css';

export interface SectionViewProps {
  section: Section;
  /** Reads the files that the section speaks of; without it their pictures are left out. Keep it the same between renders. */
  readFile?: ReadFile | undefined;
  /** The cell of a confusion matrix that failures are narrowed to. */
  cell?: MatrixCell | null | undefined;
  onCell?: ((cell: MatrixCell) => void) | undefined;
  onClearCell?: (() => void) | undefined;
  /** Whether whoever looks at it may do something about it, such as begin to use a prompt. */
  mayAct?: boolean | undefined;
  headingLevel?: 2 | 3;
  className?: string | undefined;
}

/** One section of results, of whatever trainer: the section's type decides how it is shown, and nothing else. */
export function SectionView({ section, headingLevel = 2, className, ...rest }: SectionViewProps) {
  const palette = useChartPalette();
  const view = useMemo(() => viewOf(section, { palette }), [section, palette]);
  const figures = view.charts.some((chart) => chart.medium === 'both') || (view.heats?.length ?? 0) > 0;
  const table = figures ? undefined : (view.tables.find((t) => t.id === 'counts') ?? view.tables[0]);
  return (
    <Panel
      className={className}
      headingLevel={headingLevel}
      title={
        <bdi className={classes.title} title={view.title.length > 60 ? view.title : undefined}>
          {view.title}
        </bdi>
      }
      actions={
        table && view.type !== 'summary' ? (
          <Tooltip label="Download as CSV">
            <ActionIcon
              aria-label={`Download ${view.title} as CSV`}
              onClick={() => saveFile(new Blob([tableCsv(table)], { type: 'text/csv' }), fileName(view.title, 'csv'))}
            >
              <IconDownload size={16} />
            </ActionIcon>
          </Tooltip>
        ) : undefined
      }
    >
      <SectionBody view={view} headingLevel={headingLevel} {...rest} />
      {view.notes.length > 0 && (
        <ul className={classes.notes} aria-label="Notes">
          {view.notes.map((note, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: notes may be alike
            <li key={i} dir="auto">
              {note}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
