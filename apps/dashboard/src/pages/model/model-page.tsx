import { Button } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useAction } from '../../api/use-action.ts';
import { useLoadedRoute } from '../../api/use-route.ts';
import { useSearchText } from '../../app/use-search.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { MembersOnly } from '../../components/members-only.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';
import { Badge } from '../../components/status-badge.tsx';
import { UseModels } from '../models/use/use-models.tsx';
import { FactsPanel } from './facts-panel.tsx';
import { FilesPanel } from './files-panel.tsx';
import { LineagePanel } from './lineage-panel.tsx';
import { MovesPanel } from './moves-panel.tsx';
import { TryPanel } from './try/try-panel.tsx';
import { UsesPanel } from './uses-panel.tsx';
import { VersionsPanel } from './versions-panel.tsx';

/** One model: its versions, where they came from, what uses them, and a signal to try. */
export default function ModelPage() {
  const { ref = '' } = useParams({ strict: false });
  const [search] = useSearchText();
  const { data: model } = useLoadedRoute('getModel', { params: { ref } });
  const { versions, latest, name } = model;
  const newest = versions[0];
  const version = versions.find((one) => String(one.version) === search.version) ?? latest;
  const note = version === null ? 'no version yet' : versionNote(version.version, newest?.version ?? 0);
  return (
    <>
      <PageHeader
        title={name}
        beside={
          version === null ? undefined : (
            <>
              {version.aliases.map((alias) => (
                <Badge key={alias} tone="accent">
                  {alias}
                </Badge>
              ))}
              {version.run.badge !== null && <Badge tone="warn">{version.run.badge}</Badge>}
            </>
          )
        }
        note={note}
        actions={
          <>
            {version !== null && <UseModels chosen={[version]} />}
            <MembersOnly>
              <DeleteModel name={name} />
            </MembersOnly>
          </>
        }
      />
      {version === null ? (
        <Panel>
          <EmptyState title="No run is registered under this name yet.">
            Open the results of a run that kept a model and choose “Register model”.
          </EmptyState>
        </Panel>
      ) : (
        <>
          <FactsPanel key={`facts ${version.id}`} model={model} version={version} />
          <VersionsPanel model={model} shown={version.version} />
          <LineagePanel version={version} />
          <TryPanel
            key={`try ${version.id}`}
            by={{ model: `${name}@${version.version}` }}
            files={version.files}
            called={`version ${version.version}`}
          />
          <FilesPanel version={version} />
          <UsesPanel model={model} />
          <MovesPanel name={name} />
        </>
      )}
    </>
  );
}

function versionNote(version: number, newest: number): string {
  return `Version ${version}${version === newest ? ', the newest' : ` of ${newest}`}`;
}

function DeleteModel({ name }: { name: string }) {
  const [asking, setAsking] = useState(false);
  const navigate = useNavigate();
  const remove = useAction('deleteModel', {
    refreshes: ['listModels', 'listRunModels'],
    done: `${name} is deleted from the registry.`,
    onDone: () => void navigate({ to: '/models' }),
  });
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        Delete
      </Button>
      <ConfirmDialog
        opened={asking}
        title={`Delete ${name}?`}
        confirm="Delete"
        dangerous
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ params: { name } }, { onSettled: () => setAsking(false) })}
        onClose={() => setAsking(false)}
      >
        The name, its versions and its aliases go; the runs and their files stay. While a run uses one of the versions,
        this is refused.
      </ConfirmDialog>
    </>
  );
}
