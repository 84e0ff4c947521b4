import { IconFileText } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Run } from '@trainyard/contracts';
import { useRoute } from '../../api/use-route.ts';
import { Bytes } from '../../components/figures.tsx';
import { hasEnded } from '../../format/run-status.ts';
import { fileAddress } from '../history/actions/model-file.ts';
import classes from './reports.module.css';

/** The file that a report run left; while it is being made, or where it failed, what became of it. */
export function ReportFiles({ report }: { report: Run }) {
  const done = report.status === 'completed';
  const files = useRoute('listFiles', { params: { id: report.id } }, { enabled: done, freshMs: 3_600_000 });
  if (!done) {
    const words = hasEnded(report.status) ? (report.reason?.message ?? report.status) : 'being made …';
    return (
      <Link to="/runs/$id" params={{ id: String(report.number) }} title={words}>
        {words}
      </Link>
    );
  }
  const found = (files.data?.items ?? []).filter(({ kind }) => kind === 'report');
  if (files.isPending) return <span className="muted">looking …</span>;
  if (found.length === 0) return <span className="muted">no file</span>;
  return found.map((file) => (
    <a key={file.path} href={fileAddress(report.number, file.path)} download className={classes.file}>
      <IconFileText size={15} aria-hidden />
      <bdi>{file.path}</bdi>
      <span className="unseen">of report {report.number}</span>
      <Bytes bytes={file.size} />
    </a>
  ));
}
