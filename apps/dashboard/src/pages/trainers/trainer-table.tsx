import { Link } from '@tanstack/react-router';
import type { TrainerItem } from '@trainyard/contracts/routes';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Badge } from '../../components/status-badge.tsx';
import { TrainerIcon } from '../../components/trainer-icon.tsx';
import { nothing } from '../../format/number.ts';
import { Environment } from './environment.tsx';
import { learnedQuality, learnedTime, needWords, resumeOf } from './trainer-words.ts';
import classes from './trainers.module.css';

const columns: readonly Column<TrainerItem>[] = [
  {
    key: 'title',
    title: 'Trainer',
    rowHeader: true,
    cell: ({ manifest, source }) => (
      <span className={classes.title}>
        <TrainerIcon name={manifest.icon} size={17} />
        <Link to="/trainers/$id" params={{ id: manifest.id }} title={`${manifest.title} (${manifest.id})`}>
          <bdi>{manifest.title}</bdi>
        </Link>
        {source === 'user' && <Badge tone="accent">your own</Badge>}
        {manifest.hidden && <Badge tone="plain">not offered</Badge>}
      </span>
    ),
  },
  {
    key: 'purpose',
    title: 'Purpose',
    cell: ({ manifest }) => (
      <span className={classes.purpose} title={manifest.purpose} dir="auto">
        {manifest.purpose}
      </span>
    ),
  },
  { key: 'family', title: 'Family', cell: ({ manifest }) => <bdi>{manifest.family}</bdi> },
  { key: 'needs', title: 'Works on', cell: ({ manifest }) => needWords(manifest.needs) },
  {
    key: 'resume',
    title: 'Resume',
    cell: ({ manifest }) => {
      const { tone, word, meaning } = resumeOf(manifest.capabilities.exact_resume);
      return (
        <span title={meaning}>
          <Badge tone={tone}>{word}</Badge>
        </span>
      );
    },
  },
  { key: 'time', title: 'Usual time', numeric: true, cell: ({ learned }) => learnedTime(learned) ?? nothing },
  { key: 'quality', title: 'Usual result', cell: ({ learned }) => learnedQuality(learned) ?? nothing },
  { key: 'environment', title: 'Environment', cell: (item) => <Environment item={item} /> },
];

export function TrainerTable({ items }: { items: readonly TrainerItem[] }) {
  return <DataTable caption="Trainers" columns={columns} rows={items} keyOf={({ manifest }) => manifest.id} />;
}
