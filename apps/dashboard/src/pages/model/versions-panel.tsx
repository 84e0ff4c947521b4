import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Model, ModelVersion } from '@trainyard/contracts';
import { useState } from 'react';
import { useAction } from '../../api/use-action.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Bytes } from '../../components/figures.tsx';
import { useMayChange } from '../../components/members-only.tsx';
import { Panel } from '../../components/panel.tsx';
import { Badge } from '../../components/status-badge.tsx';
import { Time } from '../../components/time.tsx';
import { count, nothing } from '../../format/number.ts';
import { metricWords } from '../models/metric-words.ts';
import { AliasDialog } from './alias-dialog.tsx';
import classes from './model.module.css';

/** Every version; none is changed once it is there, its note apart. */
export function VersionsPanel({ model, shown }: { model: Model; shown: number }) {
  const mayChange = useMayChange();
  const [pointing, setPointing] = useState<ModelVersion | null>(null);
  const [deleting, setDeleting] = useState<ModelVersion | null>(null);
  const columns = [
    ...columnsOf(model, shown),
    ...(mayChange ? [actionsColumn({ onAlias: setPointing, onDelete: setDeleting })] : []),
  ];
  return (
    <Panel title="Versions" note={model.versions.length} flush>
      <DataTable caption="Table of versions" rows={model.versions} keyOf={({ id }) => id} columns={columns} />
      <AliasDialog model={model} version={pointing} onClose={() => setPointing(null)} />
      {deleting !== null && <DeleteVersion version={deleting} onClose={() => setDeleting(null)} />}
    </Panel>
  );
}

function columnsOf(model: Model, shown: number): Column<ModelVersion>[] {
  return [
    {
      key: 'version',
      title: 'Version',
      rowHeader: true,
      cell: ({ version }) =>
        version === shown ? (
          `${version}, shown`
        ) : (
          <Link to="/models/$ref" params={{ ref: model.name }} search={{ version: String(version) }}>
            {version}
          </Link>
        ),
    },
    {
      key: 'aliases',
      title: 'Aliases',
      cell: ({ aliases }) =>
        aliases.length === 0 ? (
          nothing
        ) : (
          <span className={classes.aliases}>
            {aliases.map((alias) => (
              <Badge key={alias} tone="accent">
                {alias}
              </Badge>
            ))}
          </span>
        ),
    },
    { key: 'metric', title: 'Judged by', cell: (version) => metricWords(version) ?? nothing },
    {
      key: 'run',
      title: 'Run',
      cell: ({ run }) => (
        <Link to="/runs/$id/results" params={{ id: String(run.number) }} title={run.name}>
          #{run.number} <bdi>{run.name}</bdi>
        </Link>
      ),
    },
    {
      key: 'data',
      title: 'Data',
      cell: ({ dataset }) => (dataset === null ? nothing : `${dataset.name}@${dataset.version}`),
    },
    { key: 'size', title: 'Size', numeric: true, cell: ({ size }) => <Bytes bytes={size} /> },
    {
      key: 'used',
      title: 'Used by',
      cell: ({ used_by }) => (used_by === 0 ? <span className="muted">no run</span> : count(used_by, 'run')),
    },
    { key: 'made', title: 'Registered', cell: ({ created_at }) => <Time at={created_at} /> },
    {
      key: 'note',
      title: 'Note',
      cell: ({ note }) =>
        note === '' ? (
          nothing
        ) : (
          <bdi className={`${classes.remark} cut`} title={note}>
            {note}
          </bdi>
        ),
    },
  ];
}

function actionsColumn(on: {
  onAlias: (version: ModelVersion) => void;
  onDelete: (version: ModelVersion) => void;
}): Column<ModelVersion> {
  return {
    key: 'actions',
    title: 'Change',
    cell: (version) => (
      <span className={classes.buttons}>
        <Button
          variant="default"
          size="compact-xs"
          aria-label={`Set alias of version ${version.version}`}
          onClick={() => on.onAlias(version)}
        >
          Set alias
        </Button>
        <Button
          variant="default"
          size="compact-xs"
          aria-label={`Delete version ${version.version}`}
          onClick={() => on.onDelete(version)}
        >
          Delete
        </Button>
      </span>
    ),
  };
}

function DeleteVersion({ version, onClose }: { version: ModelVersion; onClose: () => void }) {
  const { name, version: number, run } = version;
  const remove = useAction('deleteModelVersion', {
    refreshes: ['getModel', 'listModels', 'listRunModels'],
    done: `${name}@${number} is deleted from the registry.`,
  });
  return (
    <ConfirmDialog
      opened
      title={`Delete version ${number} of ${name}?`}
      confirm="Delete"
      dangerous
      busy={remove.isPending}
      onConfirm={() => remove.mutate({ params: { name, version: number } }, { onSettled: onClose })}
      onClose={onClose}
    >
      Run {run.number} and its files stay, and its number is not given again. While a run uses the version or an alias
      points at it, this is refused.
    </ConfirmDialog>
  );
}
