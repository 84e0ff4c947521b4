import type { DatasetVersion } from '@trainyard/contracts';
import { DataTable } from '../../components/data-table.tsx';
import { Panel } from '../../components/panel.tsx';
import { count, formatInteger, formatPercent, nothing } from '../../format/number.ts';
import classes from './dataset.module.css';

/** How many samples and units each class has, as bars. */
export function ClassesPanel({ version }: { version: DatasetVersion }) {
  const most = Math.max(1, ...version.classes.map(({ samples }) => samples));
  const labelled = version.classes.reduce((sum, { samples }) => sum + samples, 0);
  const withUnits = version.classes.some(({ units }) => units !== null);
  return (
    <Panel title="Classes" note={count(version.classes.length, 'class', 'classes')} flush>
      <div className={classes.classes}>
        <DataTable
          caption="Samples and units of each class"
          rows={version.classes}
          keyOf={({ label }) => label}
          columns={[
            {
              key: 'label',
              title: 'Class',
              rowHeader: true,
              cell: ({ label }) => <bdi title={label}>{label === '' ? '(empty)' : label}</bdi>,
            },
            {
              key: 'bar',
              title: 'Share',
              width: '45%',
              cell: ({ samples }) => (
                <span className={classes.track}>
                  <span className={classes.bar} style={{ width: `${(samples / most) * 100}%` }} />
                </span>
              ),
            },
            {
              key: 'share',
              title: '%',
              numeric: true,
              cell: ({ samples }) => formatPercent(labelled === 0 ? 0 : samples / labelled, 1),
            },
            { key: 'samples', title: 'Samples', numeric: true, cell: ({ samples }) => formatInteger(samples) },
            ...(withUnits
              ? [
                  {
                    key: 'units',
                    title: 'Units',
                    numeric: true,
                    cell: ({ units }: { units: number | null }) => (units === null ? nothing : formatInteger(units)),
                  },
                ]
              : []),
          ]}
        />
      </div>
    </Panel>
  );
}
