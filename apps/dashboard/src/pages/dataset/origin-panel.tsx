import { Button } from '@mantine/core';
import type { DatasetVersion } from '@trainyard/contracts';
import { useMemo, useState } from 'react';
import { useRoute } from '../../api/use-route.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { runFileReader } from '../../sections/run-file.ts';
import { SectionView } from '../../sections/section-view.tsx';
import classes from './dataset.module.css';

/**
 * What the run that made a version says of it: columns of a table, what became of each file. Of data that is not drawn
 * above, it is the best picture that there is, and open from the start.
 */
export function OriginPanel({ version, run }: { version: DatasetVersion; run: NonNullable<DatasetVersion['run']> }) {
  const [opened, setOpened] = useState(version.kind !== 'signals');
  const sections = useRoute('listSections', { params: { id: String(run.number) } }, { enabled: opened });
  const readFile = useMemo(() => runFileReader(run.id), [run.id]);
  return (
    <Panel
      title="How it was made"
      note={`the report of run ${run.number}`}
      actions={
        <Button variant="default" aria-expanded={opened} onClick={() => setOpened(!opened)}>
          {opened ? 'Hide' : 'Show'}
        </Button>
      }
    >
      {!opened ? (
        <p className="muted">Settings, counts and what became of each file.</p>
      ) : sections.data === undefined ? (
        sections.isError ? (
          <ErrorState error={sections.error} retry={() => void sections.refetch()} />
        ) : (
          <LoadingState rows={4} what="Loading the report" />
        )
      ) : sections.data.items.length === 0 ? (
        <EmptyState title="The run left no report." />
      ) : (
        <div className={classes.origin}>
          {sections.data.items.map((section, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: sections are in a fixed order and have no id
            <SectionView key={index} section={section} readFile={readFile} headingLevel={3} />
          ))}
        </div>
      )}
    </Panel>
  );
}
