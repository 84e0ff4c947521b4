import { betterByName, isShare, metricTitle } from './metric-name.ts';

export type ColumnGroup = 'run' | 'metric' | 'parameter' | 'tag';

/** One column of the table of runs. Ids are those of the CSV: `metric.<key>`, `parameter.<key>`, `tag.<key>`. */
export interface Column {
  id: string;
  title: string;
  group: ColumnGroup;
  /** Of a metric, parameter or tag. */
  key: string;
  /** What the API sorts by; null where it cannot. */
  sort: string | null;
  /** Which end comes first when its header is used. */
  firstDescending: boolean;
  numeric: boolean;
  /** A metric that is read as per cent. */
  share: boolean;
  width: number;
}

export const narrowest = 60;
export const widest = 640;

type Fixed = Pick<Column, 'title' | 'sort' | 'width'> & Partial<Pick<Column, 'numeric' | 'firstDescending'>>;

const fixed = {
  name: { title: 'Run', sort: 'name', width: 240 },
  number: { title: 'Number', sort: 'number', width: 84, numeric: true, firstDescending: true },
  status: { title: 'Status', sort: 'status', width: 218 },
  dataset: { title: 'Data set', sort: 'dataset', width: 120 },
  trainer: { title: 'Trainer', sort: 'trainer', width: 124 },
  preset: { title: 'Preset', sort: 'preset', width: 100 },
  progress: { title: 'Progress', sort: 'progress', width: 110, firstDescending: true },
  created_at: { title: 'Submitted', sort: 'created_at', width: 92, firstDescending: true },
  started_at: { title: 'Started', sort: 'started_at', width: 112, firstDescending: true },
  ended_at: { title: 'Ended', sort: 'ended_at', width: 112, firstDescending: true },
  running_s: { title: 'Ran for', sort: 'running_s', width: 96, numeric: true, firstDescending: true },
  owner: { title: 'Owner', sort: 'owner', width: 100 },
  tags: { title: 'Tags', sort: null, width: 170 },
  notes: { title: 'Notes', sort: null, width: 200 },
  experiment: { title: 'Experiment', sort: null, width: 150 },
  priority: { title: 'Priority', sort: 'priority', width: 90 },
  split: { title: 'Split', sort: null, width: 130 },
  reason: { title: 'Why it ended', sort: null, width: 240 },
  worker: { title: 'Worker', sort: null, width: 130 },
  seed: { title: 'Seed', sort: null, width: 80, numeric: true },
  kept: { title: 'Kept', sort: null, width: 70 },
} as const satisfies Record<string, Fixed>;
export type FixedId = keyof typeof fixed;

export const fixedIds = Object.keys(fixed) as FixedId[];

function isFixedId(id: string): id is FixedId {
  return Object.hasOwn(fixed, id);
}

/** The column of an id; null for an id that means nothing. */
export function columnOf(id: string): Column | null {
  if (isFixedId(id)) {
    const { title, sort, width, numeric = false, firstDescending = false }: Fixed = fixed[id];
    return { id, title, sort, width, numeric, firstDescending, group: 'run', key: '', share: false };
  }
  const [group, key = ''] = id.split(/\.(.*)/s);
  if (key === '' || key.length > 250) return null;
  const base = { id, key, firstDescending: false, share: false, width: 120 };
  switch (group) {
    case 'metric': {
      const share = isShare(key);
      const firstDescending = betterByName(key) !== 'lower';
      const title = metricTitle(key);
      return {
        ...base,
        group,
        title,
        sort: `metric:${key}`,
        numeric: true,
        share,
        firstDescending,
        width: share ? 138 : 128,
      };
    }
    case 'parameter':
      return { ...base, group, title: key, sort: `parameter:${key}`, numeric: false };
    case 'tag':
      return { ...base, group, title: key, sort: null, numeric: false };
    default:
      return null;
  }
}
