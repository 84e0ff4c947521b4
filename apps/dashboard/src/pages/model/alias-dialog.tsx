import { Button, TextInput } from '@mantine/core';
import type { Model, ModelVersion } from '@trainyard/contracts';
import { useState } from 'react';
import { useAction } from '../../api/use-action.ts';
import { Dialog } from '../../components/dialog.tsx';
import { nameFault } from '../models/metric-words.ts';
import classes from './model.module.css';

const usual = 'champion';

/** Points an alias at a version, or takes one away from it. */
export function AliasDialog(props: { model: Model; version: ModelVersion | null; onClose: () => void }) {
  const { model, version, onClose } = props;
  return (
    <Dialog
      opened={version !== null}
      onClose={onClose}
      title={`Aliases of version ${version?.version ?? ''}`}
      size={480}
    >
      {version !== null && <AliasForm model={model} version={version} onClose={onClose} />}
    </Dialog>
  );
}

function AliasForm({ model, version, onClose }: { model: Model; version: ModelVersion; onClose: () => void }) {
  const { name } = model;
  const [alias, setAlias] = useState(version.aliases.includes(usual) ? '' : usual);
  const refreshes = ['getModel', 'listModels', 'listModelMoves', 'listRunModels'] as const;
  const set = useAction('setModelAlias', {
    refreshes,
    done: `${name}@${alias} is version ${version.version}.`,
    onDone: onClose,
  });
  const remove = useAction('removeModelAlias', { refreshes, done: 'The alias is removed.', onDone: onClose });
  const fault = alias === '' ? null : nameFault(alias);
  const there = model.aliases.find((one) => one.alias === alias);
  const moves = there !== undefined && there.version !== version.version;
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (alias !== '' && fault === null) {
          set.mutate({ params: { name, alias }, body: { version: version.version } });
        }
      }}
    >
      <p className="muted">
        An alias names one version, and may be moved later: trainers, programs and people go on asking for {name}@
        {alias === '' ? usual : alias}.
      </p>
      <TextInput
        label="Alias"
        value={alias}
        maxLength={60}
        error={fault}
        description={moves ? `Points at version ${there.version} now, and is moved.` : undefined}
        data-autofocus
        onChange={(event) => setAlias(event.currentTarget.value)}
      />
      {version.aliases.length > 0 && (
        <div className={classes.aliases}>
          {version.aliases.map((one) => (
            <Button
              key={one}
              variant="default"
              loading={remove.isPending}
              onClick={() => remove.mutate({ params: { name, alias: one } })}
            >
              Remove {one}
            </Button>
          ))}
        </div>
      )}
      <div className={classes.end}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" disabled={alias === '' || fault !== null} loading={set.isPending}>
          {moves ? 'Move' : 'Set'}
        </Button>
      </div>
    </form>
  );
}
