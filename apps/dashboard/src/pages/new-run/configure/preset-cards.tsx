import { ActionIcon } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import type { TrainerItem } from '@trainyard/contracts/routes';
import { useId, useState } from 'react';
import { useAction } from '../../../api/use-action.ts';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { Panel } from '../../../components/panel.tsx';
import { Badge } from '../../../components/status-badge.tsx';
import { controlId } from '../../../form/field-row.tsx';
import { formatDuration } from '../../../format/duration.ts';
import { recommendedPreset } from '../choose/trainer-card.ts';
import type { Draft } from '../draft/draft.ts';
import type { DraftStore } from '../draft/draft-store.ts';
import { withPreset } from '../source/take-over.ts';
import classes from './configure.module.css';

/** The trainer's presets and those that were saved here; one is the ground that changes stand on. */
export function PresetCards({
  item,
  role,
  draft,
  store,
  errors,
}: {
  item: TrainerItem;
  role: string;
  draft: Draft;
  store: DraftStore;
  errors: readonly string[];
}) {
  const name = useId();
  const [deleting, setDeleting] = useState<string | null>(null);
  const choose = (preset: string | null): void => store.change((old) => withPreset(old, item, preset));
  const remove = useAction('deletePreset', {
    refreshes: ['listTrainers', 'getTrainer'],
    done: 'The preset is deleted.',
    onDone: (_, { params }) => {
      setDeleting(null);
      if (store.current().preset === params.preset)
        choose(recommendedPreset({ presets: item.presets.filter((one) => one.id !== params.preset) }));
    },
  });
  const { typical } = item.manifest;
  return (
    <Panel
      title="Preset"
      note="settings that belong together; each can be changed below"
      actions={
        item.presets.some((one) => one.id === draft.preset) && (
          <a
            className={classes.file}
            download
            href={`/api/v1/trainers/${encodeURIComponent(item.manifest.id)}/presets/${encodeURIComponent(draft.preset ?? '')}/preset.yaml`}
          >
            Preset as a file
          </a>
        )
      }
    >
      <fieldset id={controlId('preset')} tabIndex={-1} className={classes.options}>
        <legend className="unseen">Preset</legend>
        {item.presets.map(({ id, title, purpose, recommended }) => {
          const seconds = typical?.time_s[id];
          const own = item.own_presets.includes(id);
          return (
            <label key={id} className={classes.option}>
              <input type="radio" name={name} checked={draft.preset === id} onChange={() => choose(id)} />
              <span className={classes.optionTitle}>
                <span className="cut" title={title} dir="auto">
                  {title}
                </span>
                {recommended && <Badge tone="accent">Recommended</Badge>}
                {own && <Badge tone="plain">Saved here</Badge>}
                {own && role !== 'viewer' && (
                  <ActionIcon
                    className={classes.corner ?? ''}
                    size={24}
                    aria-label={`Delete the preset ${title}`}
                    onClick={(event) => {
                      event.preventDefault();
                      setDeleting(id);
                    }}
                  >
                    <IconTrash size={14} aria-hidden />
                  </ActionIcon>
                )}
              </span>
              <span className={classes.optionText} dir="auto">
                {purpose}
              </span>
              {seconds !== undefined && (
                <span className={classes.optionText}>about {formatDuration(seconds)} as measured</span>
              )}
            </label>
          );
        })}
        {draft.preset === null && (
          <label className={classes.option}>
            <input type="radio" name={name} checked readOnly />
            <span className={classes.optionTitle}>
              <span>No preset</span>
            </span>
            <span className={classes.optionText}>The trainer’s defaults, with the changes made below.</span>
          </label>
        )}
      </fieldset>
      {errors.map((error) => (
        <p key={error} className={classes.fault}>
          {error}
        </p>
      ))}
      <ConfirmDialog
        opened={deleting !== null}
        title="Delete this preset?"
        confirm="Delete"
        dangerous
        busy={remove.isPending}
        onClose={() => setDeleting(null)}
        onConfirm={() =>
          deleting !== null && remove.mutate({ params: { trainer: item.manifest.id, preset: deleting } })
        }
      >
        Everybody here loses it. Runs that were made with it keep their settings.
      </ConfirmDialog>
    </Panel>
  );
}
