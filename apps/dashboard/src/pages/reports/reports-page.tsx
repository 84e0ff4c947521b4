import { Button } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Run } from '@trainyard/contracts';
import { useState } from 'react';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { Time } from '../../components/time.tsx';
import { count } from '../../format/number.ts';
import { ReportFiles } from './report-files.tsx';
import { reportedRuns } from './report-runs.ts';
import { SubjectRuns } from './subject-runs.tsx';
import { SummaryDialog } from './summary-dialog.tsx';
import { useReports } from './use-reports.ts';

/** All reports that were printed, of whatever trainers print them. */
export default function ReportsPage() {
  const [writing, setWriting] = useState(false);
  const { trainers, reports, total, isPending, error, retry } = useReports();
  return (
    <>
      <PageHeader
        title="Reports"
        note={error === null && !isPending ? count(total, 'report') : undefined}
        actions={
          trainers.length > 0 && (
            <Button leftSection={<IconFileText size={15} aria-hidden />} onClick={() => setWriting(true)}>
              New report
            </Button>
          )
        }
      />
      <Panel flush>
        {error !== null ? (
          <ErrorState error={error} retry={retry} />
        ) : isPending ? (
          <LoadingState rows={6} what="Loading the reports" />
        ) : trainers.length === 0 ? (
          <EmptyState title="No trainer here writes reports.">
            One that reads runs and says in its manifest that it produces a report appears by itself.
          </EmptyState>
        ) : reports.length === 0 ? (
          <EmptyState title="No report yet.">
            Print one from the results of a run, or a summary over several with “New report”.
          </EmptyState>
        ) : (
          <DataTable<Run>
            caption="Reports, newest first"
            rows={reports}
            keyOf={(report) => report.id}
            columns={[
              {
                key: 'name',
                title: 'Report',
                rowHeader: true,
                cell: (report) => (
                  <Link to="/runs/$id" params={{ id: String(report.number) }} title={report.name}>
                    {report.number} <bdi>{report.name}</bdi>
                  </Link>
                ),
              },
              { key: 'file', title: 'File', cell: (report) => <ReportFiles report={report} /> },
              {
                key: 'runs',
                title: 'About',
                cell: (report) => <SubjectRuns ids={reportedRuns(report)} />,
              },
              { key: 'status', title: 'Status', cell: (report) => <StatusBadge status={report.status} /> },
              { key: 'by', title: 'By', cell: (report) => <bdi title={report.owner.name}>{report.owner.name}</bdi> },
              { key: 'at', title: 'Made', cell: (report) => <Time at={report.ended_at ?? report.created_at} /> },
            ]}
          />
        )}
      </Panel>
      {writing && <SummaryDialog trainers={trainers} close={() => setWriting(false)} />}
    </>
  );
}
