import type { Dataset } from '@trainyard/contracts';
import type { TrainerItem } from '@trainyard/contracts/routes';
import { toast } from '../../../components/toast-store.ts';
import { firstDataset, windowOf } from '../choose/suiting-datasets.ts';
import { recommendedPreset } from '../choose/trainer-card.ts';
import { modelRefs } from '../source/wished-models.ts';
import { type Draft, emptyDraft, hasWork, newNonce } from './draft.ts';
import type { DraftStore } from './draft-store.ts';

/** A draft that could be launched as it is: recommended preset, newest data set that suits. */
export function beginDraft(
  item: TrainerItem,
  datasets: readonly Dataset[],
  wish: {
    preset?: string | undefined;
    dataset?: string | undefined;
    models?: string | undefined;
    expert: boolean;
  },
): Draft {
  const preset = wish.preset ?? recommendedPreset(item);
  const { needs } = item.manifest;
  const models = needs.models === null ? [] : modelRefs(wish.models);
  return {
    ...emptyDraft(newNonce()),
    expert: wish.expert,
    trainer: item.manifest.id,
    preset,
    dataset: wish.dataset ?? firstDataset(needs, datasets, windowOf(item, preset)),
    changes: models.length === 0 ? {} : { models },
  };
}

/** Puts another draft in place of one that somebody worked on, and lets them have it back. */
export function replaceDraft(store: DraftStore, next: Draft): void {
  const old = store.current();
  store.change(() => next);
  if (!hasWork(old)) return;
  toast({
    tone: 'plain',
    title: `The draft of ${old.trainer ?? 'a run'} was replaced.`,
    action: { label: 'Bring it back', run: () => store.change(() => old) },
  });
}
