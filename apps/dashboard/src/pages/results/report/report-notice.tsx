import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { Run } from '@trainyard/contracts';
import { useNow } from '../../../components/now.ts';
import { formatDuration } from '../../../format/duration.ts';
import { hasEnded } from '../../../format/run-status.ts';
import { ReportFiles } from '../../reports/report-files.tsx';
import { Notice } from '../../run/header/notice.tsx';

/** The report that was asked for here: being made, then a link to it. */
export function ReportNotice({ report, onClose }: { report: Run; onClose: () => void }) {
  const now = useNow(1);
  const ended = hasEnded(report.status);
  const seconds = Math.max(0, (now - new Date(report.created_at).getTime()) / 1000);
  return (
    <Notice
      tone={report.status === 'failed' ? 'bad' : ended ? 'ok' : 'accent'}
      action={
        ended ? (
          <ActionIcon aria-label="Close this message" onClick={onClose}>
            <IconX size={15} />
          </ActionIcon>
        ) : undefined
      }
    >
      {ended ? (
        <>
          {report.status === 'completed' ? 'The report is made: ' : 'The report was not made: '}
          <ReportFiles report={report} />
        </>
      ) : (
        <>
          The report is being made{report.progress.message === null ? '' : `: ${report.progress.message}`} (
          {formatDuration(Math.floor(seconds))}). You can go on reading.
        </>
      )}
    </Notice>
  );
}
