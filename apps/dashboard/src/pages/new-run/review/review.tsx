import { Button } from '@mantine/core';
import { IconDeviceFloppy } from '@tabler/icons-react';
import type { ApiError } from '@trainyard/api-client';
import { useState } from 'react';
import { ErrorState } from '../../../components/error-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { controlId, FieldFrame } from '../../../form/field-row.tsx';
import form from '../../../form/form.module.css';
import type { Setup } from '../configure/use-setup.ts';
import type { SetupProps } from '../setup.tsx';
import { Origins } from './origins.tsx';
import classes from './review.module.css';
import { SavePreset } from './save-preset.tsx';
import { VariationsPanel } from './variations-panel.tsx';
import { YamlPanel } from './yaml-panel.tsx';

/** Step 3: everything that will be launched, once more. */
export function Review(
  props: SetupProps & { setup: Setup; refusal: ApiError | null; faults: readonly (readonly string[])[] },
) {
  const { item, datasets, role, draft, store, setup, refusal, faults } = props;
  const [saving, setSaving] = useState(false);
  const { checked, errorsAt } = setup;
  const { run } = draft;
  const described = (path: string) =>
    errorsAt(path).length > 0 ? { 'aria-describedby': `${controlId(path)}-errors` } : {};
  return (
    <>
      {refusal?.issues.every(({ path }) => !/^runs\.\d+/.test(path)) && (
        <Panel>
          <ErrorState error={refusal} />
        </Panel>
      )}
      <Panel
        title="Run"
        actions={
          role !== 'viewer' && (
            <Button
              variant="default"
              leftSection={<IconDeviceFloppy size={15} aria-hidden />}
              onClick={() => setSaving(true)}
            >
              Save as preset
            </Button>
          )
        }
      >
        <div className={form.grid}>
          <FieldFrame
            id={controlId('name')}
            label="Name"
            errors={errorsAt('name')}
            hint="Leave it empty for the name shown."
          >
            <input
              id={controlId('name')}
              className={form.input}
              dir="auto"
              maxLength={200}
              autoComplete="off"
              placeholder={checked?.name ?? ''}
              value={run.name}
              {...described('name')}
              onChange={(event) => {
                const name = event.currentTarget.value;
                store.change((old) => ({ ...old, run: { ...old.run, name } }));
              }}
            />
          </FieldFrame>
          <FieldFrame id={controlId('notes')} label="Notes" errors={errorsAt('notes')}>
            <textarea
              id={controlId('notes')}
              className={form.area}
              dir="auto"
              rows={2}
              maxLength={20_000}
              value={run.notes}
              onChange={(event) => {
                const notes = event.currentTarget.value;
                store.change((old) => ({ ...old, run: { ...old.run, notes } }));
              }}
            />
          </FieldFrame>
        </div>
        <dl className={classes.summary}>
          <Fact name="Trainer" value={item.manifest.title} />
          <Fact name="Preset" value={item.presets.find((one) => one.id === draft.preset)?.title ?? 'none'} />
          {draft.dataset !== null && <Fact name="Data set" value={draft.dataset} />}
          <Fact name="Seed" value={run.seed === '' ? '0' : run.seed} />
          <Fact name="Priority" value={run.priority} />
          {run.experiment !== '' && draft.variations.length === 0 && <Fact name="Experiment" value={run.experiment} />}
        </dl>
      </Panel>
      <VariationsPanel item={item} datasets={datasets} draft={draft} store={store} setup={setup} faults={faults} />
      <Origins setup={setup} draft={draft} />
      <YamlPanel item={item} datasets={datasets} draft={draft} store={store} setup={setup} />
      {saving && <SavePreset item={item} draft={draft} store={store} setup={setup} onClose={() => setSaving(false)} />}
    </>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="cut" title={value} dir="auto">
        {value}
      </dd>
    </div>
  );
}
