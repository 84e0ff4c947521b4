import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { LanguageUsageSum } from '@trainyard/contracts';
import { fileName, saveFile } from '../../../charts/save-file.ts';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { Panel } from '../../../components/panel.tsx';
import { formatInteger } from '../../../format/number.ts';
import { ChoiceBar } from '../../../sections/choice-bar.tsx';
import { BatchLink } from '../batch-link.tsx';
import { type Group, groups } from '../cost-search.ts';
import { groupCsv } from './group-csv.ts';
import { groupName } from './group-name.ts';
import { savedText, spentText } from './sum-words.ts';

type Row = LanguageUsageSum;
const figures: readonly Column<Row>[] = [
  { key: 'cost', title: 'Spent', numeric: true, cell: spentText },
  { key: 'calls', title: 'Calls', numeric: true, cell: ({ calls }) => formatInteger(calls) },
  { key: 'cached', title: 'From the cache', numeric: true, cell: ({ cached }) => formatInteger(cached) },
  { key: 'saved', title: 'Saved', numeric: true, cell: savedText },
  { key: 'failed', title: 'Failed', numeric: true, cell: ({ failed }) => formatInteger(failed) },
  { key: 'unknown', title: 'Unknown', numeric: true, cell: ({ unknown }) => formatInteger(unknown) },
  { key: 'in', title: 'Tokens in', numeric: true, cell: ({ input_tokens }) => formatInteger(input_tokens) },
  { key: 'out', title: 'Tokens out', numeric: true, cell: ({ output_tokens }) => formatInteger(output_tokens) },
];

/** The same calls added up by what they have in common. */
export function GroupPanel(props: { sums: readonly Row[]; by: Group; setBy: (by: Group) => void }) {
  const { sums, by, setBy } = props;
  const title = groups.find(({ value }) => value === by)?.label ?? by;
  const name: Column<Row> = {
    key: 'group',
    title,
    rowHeader: true,
    cell: ({ group, batch }) =>
      batch !== null ? (
        <BatchLink batch={batch} />
      ) : by === 'run' && group !== null ? (
        <Link to="/runs/$id" params={{ id: group }}>
          {groupName(by, group)}
        </Link>
      ) : (
        <bdi title={groupName(by, group)}>{groupName(by, group)}</bdi>
      ),
  };
  const save = (): void => {
    const csv = groupCsv(sums, (group) => groupName(by, group));
    saveFile(new Blob([csv], { type: 'text/csv' }), fileName(`cost by ${title}`, 'csv'));
  };
  return (
    <Panel
      title={`By ${title.toLowerCase()}`}
      flush
      actions={
        <>
          <ChoiceBar label="Added up by" choices={groups} value={by} onChange={setBy} />
          <Button variant="default" leftSection={<IconDownload size={15} aria-hidden />} onClick={save}>
            CSV
          </Button>
        </>
      }
    >
      <DataTable
        caption={`Calls added up by ${title.toLowerCase()}`}
        rows={sums}
        keyOf={({ group }) => (group === null ? 'none' : `of ${group}`)}
        columns={[name, ...figures]}
        none="No call in this time."
      />
    </Panel>
  );
}
