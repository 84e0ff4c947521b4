import { Button } from '@mantine/core';
import type { PromptVersionLine } from '@trainyard/contracts';
import { useState } from 'react';
import { DataTable } from '../../../components/data-table.tsx';
import { Panel } from '../../../components/panel.tsx';
import { count } from '../../../format/number.ts';
import { laneCount, lanesOf } from './lanes.ts';
import { versionColumns } from './version-columns.tsx';

const shownFirst = 30;

export interface VersionsPanelProps {
  name: string;
  /** Newest first. */
  versions: readonly PromptVersionLine[];
  shown: number;
}

/** Every version, and the tree that they make. None is changed once it is there. */
export function VersionsPanel({ name, versions, shown }: VersionsPanelProps) {
  const [all, setAll] = useState(false);
  const rows = all ? versions : versions.slice(0, shownFirst);
  const lanes = lanesOf(versions);
  const pictures = new Map(lanes.map((row) => [row.version, row]));
  return (
    <Panel title="Versions" note={count(versions.length, 'version')} flush>
      <DataTable
        caption="Table of versions"
        rows={rows}
        keyOf={({ version }) => String(version)}
        columns={versionColumns({ name, shown, pictures, lanes: laneCount(lanes) })}
      />
      {rows.length < versions.length && (
        <Button variant="subtle" onClick={() => setAll(true)}>
          Show all {versions.length}
        </Button>
      )}
    </Panel>
  );
}
