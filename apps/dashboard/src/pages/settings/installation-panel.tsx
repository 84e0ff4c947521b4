import { TextInput } from '@mantine/core';
import type { AnswerOf } from '@trainyard/contracts/routes';
import { useState } from 'react';
import { useRoute } from '../../api/use-route.ts';
import { DataTable } from '../../components/data-table.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { FactList } from '../../components/fact-list.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { formatBytes } from '../../format/bytes.ts';
import { settingsWith } from './find-settings.ts';
import classes from './settings.module.css';

type Installation = AnswerOf<'getInstallation'>;

/** What `trainyard doctor` tells. */
export function InstallationPanel() {
  const asked = useRoute('getInstallation', {});
  const [words, setWords] = useState('');
  const now = asked.data;
  return (
    <Panel title="Installation" flush>
      {now === undefined ? (
        asked.isError ? (
          <ErrorState error={asked.error} retry={() => void asked.refetch()} />
        ) : (
          <LoadingState rows={6} what="Loading the installation" />
        )
      ) : (
        <>
          <div className={classes.facts}>
            <FactList
              facts={[
                { label: 'Version', value: now.version },
                { label: 'Home', value: <code>{now.home}</code> },
                { label: 'Database', value: now.database },
                {
                  label: 'Disk',
                  value: `${formatBytes(now.disk.free_bytes)} free of ${formatBytes(now.disk.total_bytes)}`,
                },
              ]}
            />
            <TextInput
              aria-label="Search settings of the installation"
              placeholder="Search settings"
              className={classes.search ?? ''}
              value={words}
              onChange={(event) => setWords(event.currentTarget.value)}
            />
            <p className="muted">They are set by variables of the environment, and read at the start.</p>
          </div>
          <div className={classes.settings}>
            <InstallationTable settings={settingsWith(now.settings, words)} />
          </div>
        </>
      )}
    </Panel>
  );
}

/** Variables of the environment, what each is set to, and what it means. */
export function InstallationTable({ settings }: { settings: Installation['settings'] }) {
  return (
    <DataTable
      caption="Settings of the installation"
      rows={settings}
      keyOf={({ env }) => env}
      none="No setting has these words."
      columns={[
        { key: 'env', title: 'Variable', rowHeader: true, cell: ({ env }) => <code title={env}>{env}</code> },
        { key: 'value', title: 'Value', cell: ({ value }) => <bdi title={value}>{value}</bdi> },
        { key: 'set', title: 'From', cell: ({ set }) => (set ? 'set' : 'default') },
        { key: 'group', title: 'Group', cell: ({ group }) => group },
        { key: 'meaning', title: 'Meaning', cell: ({ meaning }) => <span title={meaning}>{meaning}</span> },
      ]}
    />
  );
}
