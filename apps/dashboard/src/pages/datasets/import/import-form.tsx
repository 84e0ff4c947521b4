import { Button, TextInput } from '@mantine/core';
import type { Run } from '@trainyard/contracts';
import type { TrainerItem } from '@trainyard/contracts/routes';
import { checkConfig, mergeConfig } from '@trainyard/domain';
import { useMemo, useState } from 'react';
import { ErrorState } from '../../../components/error-state.tsx';
import { ProgressBar } from '../../../components/progress-bar.tsx';
import { basicFields, fieldsOf } from '../../../form/field.ts';
import { ParameterForm } from '../../../form/parameter-form.tsx';
import { leavesOf, nested, type Values, withChange, withoutChange } from '../../../form/values.ts';
import { type ChosenFile, nameFor } from './chosen-files.ts';
import { FilePicker } from './file-picker.tsx';
import classes from './import.module.css';
import { useUpload } from './use-upload.ts';

export interface ImportFormProps {
  trainer: TrainerItem;
  onBusy: (busy: boolean) => void;
  onSubmitted: (run: Run) => void;
}

const nameRule = /^[a-z0-9][a-z0-9._-]{0,79}$/;

export function ImportForm({ trainer, onBusy, onSubmitted }: ImportFormProps) {
  const { schema, manifest } = trainer;
  const [files, setFiles] = useState<readonly ChosenFile[]>([]);
  const [typed, setTyped] = useState<string | null>(null);
  const [changes, setChanges] = useState<Values>({});
  const [all, setAll] = useState(false);
  const upload = useUpload({ onBusy, onSubmitted });

  // The name is asked for above, and the upload carries it.
  const fields = useMemo(() => fieldsOf(schema).filter(({ path }) => path !== 'name'), [schema]);
  const base = useMemo(() => leavesOf(schema, mergeConfig({ schema }).config), [schema]);
  const name = typed ?? nameFor(files);
  const config = mergeConfig({ schema, set: { ...changes, name } }).config;
  const issues = checkConfig({ schema, rules: manifest.rules, config, data: null });
  const errorsAt = (path: string): string[] =>
    [...issues, ...(upload.problem?.issues ?? [])]
      .filter((issue) => issue.path === path || issue.path.startsWith(`${path}.`))
      .map(({ message }) => message);
  const badName = name !== '' && !nameRule.test(name);
  const ready = files.length > 0 && name !== '' && !badName && !issues.some(({ path }) => path !== 'name');

  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) upload.begin({ name, config: nested(changes), files });
      }}
    >
      <FilePicker files={files} onChange={setFiles} disabled={upload.busy} />
      <TextInput
        label="Name of the data set"
        value={name}
        maxLength={80}
        disabled={upload.busy}
        description="A name that exists gets a new version."
        error={badName ? 'Lower-case letters, digits, ".", "_" and "-"' : undefined}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <fieldset disabled={upload.busy} className={classes.settings}>
        <legend className="unseen">Settings of the import</legend>
        <ParameterForm
          title="Settings of the import"
          fields={all ? fields : basicFields(fields, (path) => base[path])}
          values={{ ...base, ...changes }}
          defaults={base}
          base={base}
          changes={changes}
          errorsAt={errorsAt}
          onChange={(path, value) => setChanges((old) => withChange(old, base, path, value))}
          onReset={(path) => setChanges((old) => withoutChange(old, path))}
        />
      </fieldset>
      {upload.problem !== null && <ErrorState error={upload.problem} />}
      {upload.busy && (
        <ProgressBar
          label="Upload"
          fraction={upload.sent}
          text={`${Math.round(upload.sent * 100)} per cent of the files sent`}
        />
      )}
      <div className={classes.buttons}>
        <Button variant="subtle" onClick={() => setAll(!all)} disabled={upload.busy}>
          {all ? 'Fewer settings' : 'All settings'}
        </Button>
        {upload.busy ? (
          <Button variant="default" onClick={upload.cancel}>
            Cancel the upload ({Math.round(upload.sent * 100)} %)
          </Button>
        ) : (
          <Button type="submit" disabled={!ready}>
            Upload and import
          </Button>
        )}
      </div>
    </form>
  );
}
