import { Tabs } from '@mantine/core';
import type { CheckpointRow } from '@trainyard/contracts';
import { type ReactNode, useMemo } from 'react';
import { useSearchText } from '../../app/use-search.ts';
import { distinctTitles } from '../../sections/distinct-titles.ts';
import type { MatrixCell } from '../../sections/matrix-table.tsx';
import { ConfigurationTab } from './configuration/configuration-tab.tsx';
import { cellOf, cellSearch } from './matrix/cell-search.ts';
import { PredictionsPanel } from './matrix/predictions-panel.tsx';
import { OverviewTab } from './overview/overview-tab.tsx';
import classes from './result-panels.module.css';
import type { ResultSource } from './result-source.ts';
import { resultTabs, tabOf } from './tabs/result-tabs.ts';
import { SectionsTab } from './tabs/sections-tab.tsx';

/** What the page itself calls its parts. */
const ownTitles = [
  'Headline',
  'Beside it',
  'What the figures suggest',
  'In short',
  'Learning curves',
  'Wrong predictions',
  'Predictions of this cell',
  'The chosen sample',
];

export interface ResultPanelsProps {
  source: ResultSource;
  checkpoints: readonly CheckpointRow[];
  /** What the path asks for; the search, which changes without a change of page, comes first. */
  pathTab?: string | undefined;
  onContinue?: (() => void) | undefined;
  files: ReactNode;
}

/** Tabs made from what the trainer sent, between the overview and the files. */
export function ResultPanels({ source: given, checkpoints, pathTab, onContinue, files }: ResultPanelsProps) {
  const sections = useMemo(() => distinctTitles(given.sections, ownTitles), [given.sections]);
  const source = { ...given, sections };
  const tabs = useMemo(() => {
    const between = resultTabs(sections);
    return [
      { id: 'overview', label: 'Overview', title: 'Overview', sections: [] },
      ...between,
      { id: 'files', label: 'Files', title: 'Files', sections: [] },
      { id: 'configuration', label: 'Configuration', title: 'Configuration', sections: [] },
    ];
  }, [sections]);
  const [search, change] = useSearchText();
  const cell = cellOf(search);
  const shown = tabOf(search.tab ?? pathTab, tabs);
  const current = tabs.find(({ id }) => id === shown);
  const onCell = (clicked: MatrixCell) => change(cellSearch(clicked, cell), { replace: true });
  const clear = () => change(cellSearch(null, cell), { replace: true });
  const failures = shown === 'classes' || shown === 'failures';
  return (
    <Tabs value={shown} onChange={(to) => to !== null && change({ tab: to })} keepMounted={false}>
      <Tabs.List className={classes.list ?? ''} aria-label="Results">
        {tabs.map(({ id, label, title }) => (
          <Tabs.Tab key={id} value={id} {...(title === label ? {} : { title })}>
            <bdi>{label}</bdi>
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={shown} className={classes.panel ?? ''}>
        {shown === 'overview' && (
          <OverviewTab
            source={source}
            checkpoints={checkpoints}
            onContinue={onContinue}
            onCell={(clicked) => change({ tab: 'classes', ...cellSearch(clicked, null) })}
          />
        )}
        {shown === 'files' && files}
        {shown === 'configuration' && <ConfigurationTab source={source} />}
        {current !== undefined && current.sections.length > 0 && (
          <SectionsTab source={source} tab={current} cell={cell} onCell={onCell} onClearCell={clear}>
            {failures && <PredictionsPanel source={source} cell={cell} onClear={clear} />}
          </SectionsTab>
        )}
      </Tabs.Panel>
    </Tabs>
  );
}
