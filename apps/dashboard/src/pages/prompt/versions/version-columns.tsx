import { Link } from '@tanstack/react-router';
import type { PromptVersionLine } from '@trainyard/contracts';
import type { Column } from '../../../components/data-table.tsx';
import { Badge } from '../../../components/status-badge.tsx';
import { Time } from '../../../components/time.tsx';
import { formatInteger, nothing } from '../../../format/number.ts';
import { promptRef } from '../prompt-ref.ts';
import { editWords, fromWords } from './edit-words.ts';
import { LanePicture, pictureWidth } from './lane-picture.tsx';
import type { LaneRow } from './lanes.ts';
import classes from './versions.module.css';

export interface VersionColumns {
  name: string;
  shown: number;
  pictures: ReadonlyMap<number, LaneRow>;
  lanes: number;
}

/** The tree is a column, so that each dot stays beside its row. */
export function versionColumns({ name, shown, pictures, lanes }: VersionColumns): Column<PromptVersionLine>[] {
  return [
    {
      key: 'tree',
      title: <span className="unseen">Tree</span>,
      width: pictureWidth(lanes) + 24,
      cell: ({ version, current }) => {
        const row = pictures.get(version);
        return row === undefined ? null : <LanePicture row={row} lanes={lanes} current={current} />;
      },
    },
    {
      key: 'version',
      title: 'Version',
      rowHeader: true,
      cell: ({ version, current }) => (
        <span className={classes.version}>
          {version === shown ? (
            `${version}, shown`
          ) : (
            <Link to="/prompts/$ref" params={{ ref: promptRef(name, version) }}>
              {version}
            </Link>
          )}
          {current && <Badge tone="accent">Current</Badge>}
        </span>
      ),
    },
    { key: 'from', title: 'From', cell: ({ parents }) => fromWords(parents) ?? nothing },
    { key: 'edit', title: 'Edit', cell: (line) => <bdi>{editWords(line)}</bdi> },
    {
      key: 'why',
      title: 'Why',
      cell: ({ why }) =>
        why === '' ? (
          nothing
        ) : (
          <bdi className={`${classes.why} cut`} title={why}>
            {why}
          </bdi>
        ),
    },
    { key: 'words', title: 'Words', numeric: true, cell: ({ words }) => formatInteger(words) },
    {
      key: 'by',
      title: 'By',
      cell: ({ run, owner }) =>
        run === null ? (
          <bdi>{owner.name}</bdi>
        ) : (
          <Link to="/runs/$id" params={{ id: String(run.number) }} title={run.name}>
            Run {run.number}
          </Link>
        ),
    },
    { key: 'made', title: 'Made', cell: ({ created_at }) => <Time at={created_at} /> },
    {
      key: 'changes',
      title: 'Changes',
      cell: ({ version, parents }) =>
        parents[0] === undefined ? (
          nothing
        ) : (
          <Link
            to="."
            search={(old: object) => ({ ...old, from: String(parents[0]), to: String(version) }) as never}
            resetScroll={false}
            hash="compare"
            aria-label={`Compare version ${version} with ${parents[0]}`}
          >
            Compare
          </Link>
        ),
    },
  ];
}
