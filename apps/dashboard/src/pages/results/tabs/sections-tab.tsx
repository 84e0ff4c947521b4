import type { ReactNode } from 'react';
import type { MatrixCell } from '../../../sections/matrix-table.tsx';
import { SectionView } from '../../../sections/section-view.tsx';
import type { ResultSource } from '../result-source.ts';
import type { ResultTab } from './result-tabs.ts';
import classes from './sections-tab.module.css';
import { wantsWidth } from './wide-sections.ts';

export interface SectionsTabProps {
  source: ResultSource;
  tab: ResultTab;
  cell: MatrixCell | null;
  onCell: (cell: MatrixCell) => void;
  onClearCell: () => void;
  /** Below the sections. */
  children?: ReactNode;
}

/** The sections of one tab. Those that need no width stand in pairs. */
export function SectionsTab({ source, tab, cell, onCell, onClearCell, children }: SectionsTabProps) {
  const pairs = tab.sections.length > 1;
  return (
    <>
      <div className={pairs ? classes.pairs : classes.single} data-tab={tab.id} data-wide={wantsWidth(tab.sections)}>
        {tab.sections.map((section, at) => (
          <SectionView
            // biome-ignore lint/suspicious/noArrayIndexKey: sections have no other name
            key={at}
            section={section}
            readFile={source.readFile}
            mayAct={!source.readOnly}
            cell={cell}
            onCell={onCell}
            onClearCell={onClearCell}
          />
        ))}
      </div>
      {children}
    </>
  );
}
