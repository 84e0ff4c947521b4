import { Switch } from '@mantine/core';
import { useState } from 'react';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { Panel } from '../../../components/panel.tsx';
import { count } from '../../../format/number.ts';
import type { Setup } from '../configure/use-setup.ts';
import type { Draft } from '../draft/draft.ts';
import { type OriginRow, originRows } from './origin-rows.ts';
import classes from './review.module.css';

/** Where each value came from: the trainer, the preset, or somebody's hand. */
export function Origins({ setup, draft }: { setup: Setup; draft: Draft }) {
  const [all, setAll] = useState(false);
  const { fields, values, base, checked } = setup;
  const rows = originRows({ fields, values, base, changes: draft.changes, origin: checked?.origin ?? {} });
  const shown = all ? rows : rows.filter((row) => row.origin !== 'default');
  const usual = rows.length - rows.filter((row) => row.origin !== 'default').length;
  const by = draft.source === null ? 'changed here' : `changed here or in ${draft.source}`;
  const words = { default: 'trainer’s default', preset: `preset ${draft.preset ?? ''}`, changed: by };
  const columns: Column<OriginRow>[] = [
    {
      key: 'label',
      title: 'Setting',
      rowHeader: true,
      cell: (row) => (
        <bdi className={`${classes.value} cut`} title={row.path}>
          {row.label}
        </bdi>
      ),
    },
    {
      key: 'value',
      title: 'Value',
      cell: (row) => (
        <bdi className={`${classes.value} cut`} title={row.value}>
          {row.value === '' ? 'empty' : row.value}
        </bdi>
      ),
    },
    {
      key: 'origin',
      title: 'From',
      cell: (row) => (
        <span className={classes.origin} data-origin={row.origin}>
          {words[row.origin]}
          {row.instead !== null && `, instead of ${row.instead === '' ? 'nothing' : row.instead.slice(0, 40)}`}
        </span>
      ),
    },
  ];
  return (
    <Panel
      title="Where each value comes from"
      flush
      actions={
        <Switch
          label={`with the ${count(usual, 'default')}`}
          checked={all}
          onChange={(event) => setAll(event.currentTarget.checked)}
        />
      }
    >
      <DataTable
        caption="Settings and where their values come from"
        columns={columns}
        rows={shown}
        keyOf={(row) => row.path}
        none="Every setting has the trainer’s default."
      />
    </Panel>
  );
}
