import type { Run } from '@trainyard/contracts';
import { DataTable } from '../../../components/data-table.tsx';
import { Panel } from '../../../components/panel.tsx';
import { Time } from '../../../components/time.tsx';
import { ReportFiles } from '../../reports/report-files.tsx';
import { reportedRuns, reportsOf } from '../../reports/report-runs.ts';
import { useReports } from '../../reports/use-reports.ts';

/** Reports that tell of this run, its own and summaries over several. */
export function EarlierReports({ run }: { run: Run }) {
  const { reports } = useReports(500);
  const own = reportsOf(reports, run.id);
  if (own.length === 0) return null;
  return (
    <Panel title="Reports of this run" flush>
      <DataTable<Run>
        caption="Reports of this run, newest first"
        rows={own}
        keyOf={(report) => report.id}
        columns={[
          { key: 'file', title: 'Report', rowHeader: true, cell: (report) => <ReportFiles report={report} /> },
          {
            key: 'about',
            title: 'About',
            cell: (report) => {
              const others = reportedRuns(report).length - 1;
              return others === 0 ? 'this run' : `this run and ${others} more`;
            },
          },
          { key: 'at', title: 'Made', cell: (report) => <Time at={report.ended_at ?? report.created_at} absolute /> },
        ]}
      />
    </Panel>
  );
}
