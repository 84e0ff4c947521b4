import type { LaneRow } from './lanes.ts';
import classes from './versions.module.css';

const step = 14;
const rowHeight = 32;
const middle = rowHeight / 2;
const mostLanes = 12;
const colours = 10;

/** Beyond so many lanes the last one holds the rest. */
const shownLane = (lane: number): number => Math.min(lane, mostLanes - 1);
const x = (lane: number): number => shownLane(lane) * step + step / 2;
const colour = (lane: number): string => `var(--chart-${(lane % colours) + 1})`;

export function pictureWidth(lanes: number): number {
  return Math.min(lanes, mostLanes) * step;
}

function path({ from, to, kind }: LaneRow['lines'][number]): string {
  if (kind === 'past') return `M${x(from)} 0V${rowHeight}`;
  const [top, bottom] = kind === 'in' ? [0, middle] : [middle, rowHeight];
  const bend = (top + bottom) / 2;
  return `M${x(from)} ${top}C${x(from)} ${bend} ${x(to)} ${bend} ${x(to)} ${bottom}`;
}

/** The stretch of the tree beside one row. What it shows stands in words in the column "From". */
export function LanePicture({ row, lanes, current }: { row: LaneRow; lanes: number; current: boolean }) {
  const width = pictureWidth(lanes);
  return (
    <svg
      className={classes.lanes}
      width={width}
      height={rowHeight}
      viewBox={`0 0 ${width} ${rowHeight}`}
      aria-hidden="true"
    >
      {row.lines.map((line) => (
        <path
          key={`${line.kind} ${line.from} ${line.to}`}
          d={path(line)}
          fill="none"
          stroke={colour(line.kind === 'in' ? line.from : line.to)}
          strokeWidth="2"
        />
      ))}
      <circle
        cx={x(row.lane)}
        cy={middle}
        r={current ? 5 : 4}
        fill={current ? colour(row.lane) : 'var(--surface)'}
        stroke={colour(row.lane)}
        strokeWidth="2"
      />
    </svg>
  );
}
