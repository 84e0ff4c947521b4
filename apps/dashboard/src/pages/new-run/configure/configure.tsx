import { Button, CloseButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Panel } from '../../../components/panel.tsx';
import { TrainerIcon } from '../../../components/trainer-icon.tsx';
import { basicFields } from '../../../form/field.ts';
import { controlId } from '../../../form/field-row.tsx';
import { ParameterForm } from '../../../form/parameter-form.tsx';
import { count } from '../../../format/number.ts';
import { splitUnits, versionOf } from '../choose/suiting-datasets.ts';
import type { SetupProps } from '../setup.tsx';
import classes from './configure.module.css';
import { DatasetPicker } from './dataset-picker.tsx';
import { pageControls } from './page-controls.ts';
import { PresetCards } from './preset-cards.tsx';
import { RunFields } from './run-fields.tsx';
import type { Setup } from './use-setup.ts';

/** Step 2: data, preset and every setting of the trainer. */
export function Configure({ item, datasets, role, draft, store, setup }: SetupProps & { setup: Setup }) {
  const { manifest } = item;
  const { fields, defaults, base, values, errorsAt, says, change, reset } = setup;
  const basic = useMemo(() => basicFields(fields, (path) => defaults[path]), [fields, defaults]);
  const shown = draft.expert ? fields : basic;
  const changed = Object.keys(draft.changes);
  const hidden = changed.filter((path) => !shown.some((field) => field.path === path));
  const units = splitUnits(draft.dataset === null ? null : versionOf(datasets, draft.dataset)).join('\n');
  const needed = JSON.stringify(manifest.needs);
  // The list of trainers is read again and again: controls are components, and change only with what is needed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for the needs
  const controls = useMemo(() => pageControls(manifest.needs, fields, units.split('\n')), [needed, fields, units]);
  return (
    <>
      <div className={classes.trainer}>
        <TrainerIcon name={manifest.icon} size={18} />
        <h2 dir="auto">{manifest.title}</h2>
        <span className="muted" dir="auto">
          {manifest.purpose}
        </span>
      </div>
      {draft.notes.length > 0 && (
        <section className={classes.notes} aria-label="Not taken over">
          <ul>
            {draft.notes.map((note) => (
              <li key={note} dir="auto">
                {note}
              </li>
            ))}
          </ul>
          <CloseButton aria-label="Close these notes" onClick={() => store.change((old) => ({ ...old, notes: [] }))} />
        </section>
      )}
      {manifest.needs.upload && (
        <Panel title="Files">
          <div id={controlId('upload')} tabIndex={-1}>
            <p>
              This trainer works on files that you upload.{' '}
              <Link to="/datasets">Upload them on the page of data sets</Link>: the import is started there.
            </p>
            {errorsAt('upload').map((error) => (
              <p key={error} className={classes.fault}>
                {error}
              </p>
            ))}
          </div>
        </Panel>
      )}
      {manifest.needs.dataset !== null && (
        <DatasetPicker
          needs={manifest.needs}
          datasets={datasets}
          draft={draft}
          store={store}
          errors={errorsAt('dataset')}
          windowSeconds={typeof values['window.seconds'] === 'number' ? values['window.seconds'] : null}
        />
      )}
      {item.presets.length > 0 && (
        <PresetCards item={item} role={role} draft={draft} store={store} errors={errorsAt('preset')} />
      )}
      <div className={classes.mode}>
        <fieldset className={classes.switch}>
          <legend className="unseen">How many settings are shown</legend>
          {[false, true].map((expert) => (
            <label key={String(expert)}>
              <input
                type="radio"
                name="mode"
                checked={draft.expert === expert}
                onChange={() => store.change((old) => ({ ...old, expert }))}
              />
              {expert ? `Expert, all ${fields.length}` : `Basic, ${basic.length}`}
            </label>
          ))}
        </fieldset>
        <span className="muted">
          {changed.length > 0 &&
            `${count(changed.length, 'setting')} changed from ${draft.preset === null ? 'the defaults' : 'the preset'}`}
          {hidden.length > 0 && `, ${hidden.length} of them not shown here`}
        </span>
        {changed.length > 0 && (
          <Button variant="default" onClick={() => store.change((old) => ({ ...old, changes: {} }))}>
            Reset all
          </Button>
        )}
      </div>
      <ParameterForm
        fields={shown}
        values={values}
        defaults={defaults}
        base={base}
        changes={draft.changes}
        errorsAt={errorsAt}
        saysOf={says}
        onChange={change}
        onReset={reset}
        controls={controls}
        title={draft.expert ? undefined : 'Settings'}
      />
      <RunFields item={item} draft={draft} store={store} errorsAt={errorsAt} />
    </>
  );
}
