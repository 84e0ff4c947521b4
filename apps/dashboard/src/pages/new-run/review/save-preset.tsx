import { Button } from '@mantine/core';
import type { ApiError } from '@trainyard/api-client';
import type { TrainerItem } from '@trainyard/contracts/routes';
import { useState } from 'react';
import { useAction } from '../../../api/use-action.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { FieldFrame } from '../../../form/field-row.tsx';
import form from '../../../form/form.module.css';
import { differences, nested } from '../../../form/values.ts';
import type { Setup } from '../configure/use-setup.ts';
import type { Draft } from '../draft/draft.ts';
import type { DraftStore } from '../draft/draft-store.ts';
import classes from './review.module.css';
import { presetIdOf } from './yaml-lines.ts';

/** Keeps these settings for everybody here, as a file that can be read and shared. */
export function SavePreset({
  item,
  draft,
  store,
  setup,
  onClose,
}: {
  item: TrainerItem;
  draft: Draft;
  store: DraftStore;
  setup: Setup;
  onClose: () => void;
}) {
  const [title, setTitle] = useState('');
  const [purpose, setPurpose] = useState('');
  const [problem, setProblem] = useState<ApiError | null>(null);
  const id = presetIdOf(title);
  const builtIn = item.presets.some((one) => one.id === id) && !item.own_presets.includes(id);
  const replaces = item.own_presets.includes(id);
  const save = useAction('savePreset', {
    refreshes: ['listTrainers', 'getTrainer'],
    done: (preset) => `The preset \u2068${preset.title}\u2069 is saved.`,
    onProblem: setProblem,
    onDone: (preset) => {
      // It says what was set up here: from now on these are no changes any more.
      if (store.current() === draft) store.change((old) => ({ ...old, preset: preset.id, changes: {} }));
      onClose();
    },
  });
  const faults =
    title.trim() !== '' && builtIn ? [`"${id}" is a preset that the trainer brings; give another name.`] : [];
  return (
    <Dialog opened onClose={onClose} title="Save as preset" size={460}>
      <form
        className={classes.dialog}
        onSubmit={(event) => {
          event.preventDefault();
          if (title.trim() === '' || builtIn || save.isPending) return;
          const config = nested(differences(setup.values, setup.defaults));
          save.mutate({
            params: { trainer: item.manifest.id },
            body: { id, title: title.trim(), purpose: purpose.trim(), config },
          });
        }}
      >
        <FieldFrame
          id="preset-title"
          label="Name"
          errors={faults}
          hint={
            title.trim() === ''
              ? 'What it is called on its card.'
              : replaces
                ? `Replaces the saved preset "${id}".`
                : `Saved as ${id}.yaml`
          }
        >
          <input
            id="preset-title"
            className={form.input}
            dir="auto"
            maxLength={80}
            required
            data-autofocus
            autoComplete="off"
            aria-describedby={faults.length > 0 ? 'preset-title-errors' : 'preset-title-hint'}
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
        </FieldFrame>
        <FieldFrame id="preset-purpose" label="Purpose" errors={[]} hint="One sentence: when somebody should take it.">
          <textarea
            id="preset-purpose"
            className={form.area}
            dir="auto"
            rows={2}
            maxLength={240}
            aria-describedby="preset-purpose-hint"
            value={purpose}
            onChange={(event) => setPurpose(event.currentTarget.value)}
          />
        </FieldFrame>
        {problem !== null && <ErrorState error={problem} />}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending} disabled={title.trim() === '' || builtIn}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
