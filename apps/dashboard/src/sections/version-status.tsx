import type { VersionStatus, VersionView } from '@trainyard/sections';
import { Badge } from '../components/status-badge.tsx';
import type { Tone } from '../format/run-status.ts';

const toneOf: Record<VersionStatus, Tone> = {
  first: 'plain',
  kept: 'ok',
  dropped: 'bad',
  unproved: 'plain',
  open: 'accent',
  delivered: 'ok',
};

export function VersionStatusBadge({ version: { status, statusText } }: { version: VersionView }) {
  return status === null ? null : <Badge tone={toneOf[status]}>{statusText}</Badge>;
}
