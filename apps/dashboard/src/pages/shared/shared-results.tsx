import type { SharedRun } from '@trainyard/contracts';
import { useMemo } from 'react';
import { PageHeader } from '../../components/page-header.tsx';
import { Badge, StatusBadge } from '../../components/status-badge.tsx';
import { Time } from '../../components/time.tsx';
import { FileTable } from '../results/files/file-table.tsx';
import { NotesLine } from '../results/header/notes-line.tsx';
import { ResultPanels } from '../results/result-panels.tsx';
import { Notice } from '../run/header/notice.tsx';
import { sharedSource } from './shared-source.ts';

export function SharedResults({ shared, token }: { shared: SharedRun; token: string }) {
  const { run } = shared;
  const source = useMemo(() => sharedSource(shared, token), [shared, token]);
  return (
    <>
      <PageHeader
        title={run.name}
        beside={
          <>
            <StatusBadge status={run.status} reason={run.reason} />
            {run.badge !== null && <Badge tone="warn">{run.badge}</Badge>}
          </>
        }
        note={
          <>
            {run.trainer ?? 'outside program'}
            {run.dataset !== null && ` on ${run.dataset.name} version ${run.dataset.version}`}, by{' '}
            <bdi>{run.owner.name}</bdi>
            {run.ended_at !== null && (
              <>
                , ended <Time at={run.ended_at} absolute />
              </>
            )}
          </>
        }
      />
      <Notice tone="accent">
        You read this by a link: nothing can be changed here. It is good until <Time at={shared.expires_at} absolute />.
      </Notice>
      <NotesLine run={run} />
      <ResultPanels source={source} checkpoints={[]} files={<FileTable source={source} />} />
    </>
  );
}
