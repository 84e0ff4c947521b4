import { SegmentedControl } from '@mantine/core';
import type { Comparison } from '@trainyard/contracts';
import { useSearchText } from '../../../app/use-search.ts';
import { Panel } from '../../../components/panel.tsx';
import { count } from '../../../format/number.ts';
import { SideBySide } from './side-by-side.tsx';
import classes from './tables.module.css';

/** What the runs were set to: at first only where they differ. */
export function ParametersTable({ comparison: { runs, parameters } }: { comparison: Comparison }) {
  const [search, change] = useSearchText();
  const all = search.settings === 'all';
  const differing = parameters.filter(({ differs }) => differs);
  const shown = all ? parameters : differing;
  return (
    <Panel
      title="Settings"
      note={`${count(differing.length, 'difference')} in ${count(parameters.length, 'setting')}`}
      flush
      actions={
        <SegmentedControl
          aria-label="Which settings"
          data={[
            { value: 'differing', label: 'Differences only' },
            { value: 'all', label: 'All' },
          ]}
          value={all ? 'all' : 'differing'}
          onChange={(value) => change({ settings: value === 'all' ? 'all' : undefined }, { replace: true })}
        />
      }
    >
      {shown.length === 0 ? (
        <p className={classes.none}>
          {parameters.length === 0 ? 'These runs have no settings on record.' : 'They are set alike in everything.'}
        </p>
      ) : (
        <SideBySide
          caption={all ? 'All settings of the compared runs' : 'Settings in which the compared runs differ'}
          first="Setting"
          runs={runs}
          rows={shown.map(({ key, values, differs }) => ({
            key,
            head: <code title={key}>{key}</code>,
            cells: values.map((value) => ({
              mark: differs ? ('differs' as const) : undefined,
              title: value ?? undefined,
              content: value === null ? <span className="muted">not set</span> : <bdi>{value}</bdi>,
            })),
          }))}
        />
      )}
    </Panel>
  );
}
