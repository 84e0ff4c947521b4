import { Button } from '@mantine/core';
import { IconChevronDown, IconFileText, IconShare } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Run } from '@trainyard/contracts';
import { useState } from 'react';
import { MembersOnly } from '../../../components/members-only.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { Badge, StatusBadge } from '../../../components/status-badge.tsx';
import { Time } from '../../../components/time.tsx';
import { whyNotReported } from '../../history/actions/report-trainers.ts';
import { RunModel } from '../../model/register/run-model.tsx';
import { useReportTrainers } from '../../reports/use-reports.ts';
import { RenameButton } from '../../run/details/edit-run.tsx';
import { DeletedNotice } from '../../run/header/deleted-notice.tsx';
import { RunSubject } from '../../run/header/run-subject.tsx';
import { ReportNotice } from '../report/report-notice.tsx';
import { useRunReport } from '../report/use-run-report.ts';
import { ShareDialog } from '../share/share-dialog.tsx';
import { NotesLine } from './notes-line.tsx';
import { ResultsMenu } from './results-menu.tsx';

export function ResultsHeader({ run, onContinue }: { run: Run; onContinue: () => void }) {
  const [sharing, setSharing] = useState(false);
  const report = useRunReport(run);
  const { trainers } = useReportTrainers();
  const able = trainers.filter((trainer) => whyNotReported(trainer, 1) === null);
  const first = able[0];
  return (
    <>
      <PageHeader
        title={run.name}
        windowTitle={`Results of ${run.number} ${run.name}`}
        beside={
          <>
            <RenameButton run={run} />
            <StatusBadge status={run.status} reason={run.reason} />
            {run.badge !== null && <Badge tone="warn">{run.badge}</Badge>}
            {run.kept && <Badge tone="plain">Kept</Badge>}
          </>
        }
        note={<Facts run={run} />}
        actions={
          <>
            <MembersOnly>
              {first !== undefined && (
                <Button
                  leftSection={<IconFileText size={15} aria-hidden />}
                  loading={report.busy}
                  onClick={() => report.start(first.manifest.id)}
                >
                  {first.manifest.title}
                </Button>
              )}
              {run.deleted_at === null && (
                <Button
                  variant="default"
                  leftSection={<IconShare size={15} aria-hidden />}
                  onClick={() => setSharing(true)}
                >
                  Share
                </Button>
              )}
            </MembersOnly>
            <ResultsMenu
              run={run}
              onContinue={onContinue}
              others={able.slice(1)}
              onReport={report.start}
              target={
                <Button variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
                  More
                </Button>
              }
            />
          </>
        }
      />
      <NotesLine run={run} />
      <RunModel run={run} />
      <DeletedNotice run={run} />
      {report.report !== null && <ReportNotice report={report.report} onClose={report.dismiss} />}
      <ShareDialog run={run} opened={sharing} onClose={() => setSharing(false)} />
    </>
  );
}

function Facts({ run }: { run: Run }) {
  return (
    <span>
      <Link to="/runs/$id" params={{ id: String(run.number) }}>
        Run {run.number}
      </Link>
      <RunSubject run={run} />
      {run.ended_at !== null && (
        <>
          {', ended '}
          <Time at={run.ended_at} />
        </>
      )}
    </span>
  );
}
