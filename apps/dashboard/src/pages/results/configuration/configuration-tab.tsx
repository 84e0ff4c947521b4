import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { Badge } from '../../../components/status-badge.tsx';
import { count } from '../../../format/number.ts';
import type { ResultSource } from '../result-source.ts';
import { type ConfigRow, configRows, originWords } from './config-rows.ts';
import classes from './configuration.module.css';
import { HostsPanel } from './hosts-panel.tsx';
import { RecordPanel } from './record-panel.tsx';
import { ReproductionPanel } from './reproduction-panel.tsx';
import { SealPanel } from './seal-panel.tsx';

/** The frozen record: everything that a repeat needs, and where each value came from. */
export function ConfigurationTab({ source }: { source: ResultSource }) {
  const { run, config, readOnly } = source;
  const [shown, setShown] = useState('all');
  if (config === null) {
    return (
      <Panel>
        <EmptyState title="There is no record of this run.">
          {run.executor === 'external'
            ? 'Another program executed it; what it ran with is known there. Its parameters are in the list of runs.'
            : 'It was not told to this page; try again.'}
        </EmptyState>
      </Panel>
    );
  }
  const rows = configRows(config);
  const chosen = shown === 'all' ? rows : rows.filter(({ origin }) => origin !== 'default');
  return (
    <div className={classes.columns}>
      <Panel
        title="Settings"
        note={count(chosen.length, 'setting')}
        flush
        actions={
          <SegmentedControl
            aria-label="Which settings"
            data={[
              { value: 'all', label: 'All' },
              { value: 'changed', label: 'Not default' },
            ]}
            value={shown}
            onChange={setShown}
          />
        }
      >
        <DataTable<ConfigRow>
          caption="Settings of the run and where each came from"
          rows={chosen}
          keyOf={({ key }) => key}
          none="Every setting is at its default."
          columns={[
            { key: 'key', title: 'Setting', rowHeader: true, cell: ({ key }) => <code title={key}>{key}</code> },
            { key: 'value', title: 'Value', cell: ({ value }) => <bdi title={value}>{value}</bdi> },
            {
              key: 'origin',
              title: 'From',
              cell: ({ origin }) =>
                origin === null ? (
                  '–'
                ) : (
                  <Badge tone={origin === 'default' ? 'plain' : origin === 'preset' ? 'accent' : 'warn'}>
                    {originWords[origin]}
                  </Badge>
                ),
            },
          ]}
        />
      </Panel>
      <div className={classes.side}>
        <RecordPanel config={config} readOnly={readOnly} />
        {!readOnly && config.split?.sealed === true && <SealPanel run={run.id} />}
        {!readOnly && <HostsPanel run={run} />}
        {!readOnly && <ReproductionPanel run={run} />}
      </div>
    </div>
  );
}
