import { ApiError } from '@trainyard/api-client';
import type { Dataset } from '@trainyard/contracts';
import type { TrainerItem } from '@trainyard/contracts/routes';
import { useEffect, useRef, useState } from 'react';
import { askRoute } from '../../api/use-route.ts';
import { useSearchText } from '../../app/use-search.ts';
import { beginDraft, replaceDraft } from './draft/begin.ts';
import { type Draft, newNonce } from './draft/draft.ts';
import type { DraftStore } from './draft/draft-store.ts';

/** What the address asks for, such as a run to clone. */
export type Arrival = { kind: 'ready' } | { kind: 'cloning'; run: string } | { kind: 'failed'; error: unknown };

const keyOf = (one: {
  trainer?: string | undefined;
  preset?: string | undefined;
  dataset?: string | undefined;
  models?: string | undefined;
  clone?: string | undefined;
}): string =>
  JSON.stringify([one.trainer ?? '', one.preset ?? '', one.dataset ?? '', one.models ?? '', one.clone ?? '']);

/** Takes trainer, preset, data set, models or a run to clone from the address into the draft, and keeps the address true to it. */
export function useArrival(
  store: DraftStore,
  draft: Draft,
  known: { trainers: readonly TrainerItem[]; datasets: readonly Dataset[] },
): { arrival: Arrival; dismiss: () => void } {
  const [search, change] = useSearchText();
  const [arrival, setArrival] = useState<Arrival>({ kind: 'ready' });
  // The address that was dealt with last: ours, or one that was already taken over.
  const seen = useRef(keyOf({}));
  const { trainer, preset, dataset, models, clone, step } = search;
  const asked = keyOf({ trainer, preset, dataset, models, clone });

  useEffect(() => {
    if (seen.current === asked) return;
    seen.current = asked;
    if (clone !== undefined) {
      setArrival({ kind: 'cloning', run: clone });
      void takeRun(store, clone, known, search.set).then(
        () => {
          setArrival({ kind: 'ready' });
          change({ clone: undefined, set: undefined, step: 'configure' }, { replace: true });
        },
        (error: unknown) => setArrival({ kind: 'failed', error }),
      );
      return;
    }
    if (trainer === undefined) return;
    const item = known.trainers.find((one) => one.manifest.id === trainer);
    if (item === undefined || item.problems.length > 0) {
      setArrival({ kind: 'failed', error: unusable(trainer, item, known.trainers) });
      return;
    }
    if (models !== undefined && item.manifest.needs.models === null) {
      setArrival({ kind: 'failed', error: takesNoModels(item) });
      return;
    }
    const current = store.current();
    if (current.trainer === trainer && models === undefined) {
      if (preset !== undefined || dataset !== undefined) {
        store.change((old) => ({ ...old, preset: preset ?? old.preset, dataset: dataset ?? old.dataset }));
      }
    } else replaceDraft(store, beginDraft(item, known.datasets, { preset, dataset, models, expert: current.expert }));
    if (step === undefined) change({ step: 'configure' }, { replace: true });
  }, [asked, trainer, preset, dataset, models, clone, step, store, known, change, search.set]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the draft is what is to be written
  useEffect(() => {
    if (arrival.kind !== 'ready' || step === 'launch') return;
    // A data set or models alone are a wish that the choice of a trainer still has to meet.
    const wishes = (dataset !== undefined || models !== undefined) && trainer === undefined && clone === undefined;
    if (wishes && (step === undefined || step === 'trainer')) return;
    const now = store.current();
    const wanted = {
      trainer: now.trainer ?? undefined,
      preset: now.preset ?? undefined,
      dataset: now.dataset ?? undefined,
    };
    // While the address still has to be taken over, it is not ours to write.
    if (seen.current !== asked || keyOf({ ...wanted }) === asked) return;
    seen.current = keyOf(wanted);
    // Models are a setting from here on: whoever leaves one out does not get it back by a reload.
    change({ ...wanted, models: undefined }, { replace: true });
  }, [arrival.kind, asked, step, store, draft.trainer, draft.preset, draft.dataset, change]);

  return {
    arrival,
    dismiss: () => {
      setArrival({ kind: 'ready' });
      seen.current = keyOf({});
      change(
        {
          clone: undefined,
          trainer: undefined,
          preset: undefined,
          dataset: undefined,
          models: undefined,
          step: undefined,
        },
        { replace: true },
      );
    },
  };
}

/** Told as the server tells its refusals. */
function refusal(detail: string, hint: string): ApiError {
  return new ApiError({ code: 'not-usable', status: 404, detail, hint, issues: [] });
}

function unusable(id: string, item: TrainerItem | undefined, all: readonly TrainerItem[]): ApiError {
  const short = id.slice(0, 80);
  if (item !== undefined) {
    const fault = item.problems[0]?.message ?? '';
    return refusal(
      `The trainer "${short}" has faults in its manifest: ${fault}`,
      'Mend the file; it is read again by itself.',
    );
  }
  const names = all.filter((one) => !one.manifest.hidden).map((one) => one.manifest.id);
  return refusal(`There is no trainer "${short}".`, `There are ${names.slice(0, 12).join(', ')}.`);
}

function takesNoModels({ manifest }: TrainerItem): ApiError {
  return refusal(`${manifest.title} takes no models.`, 'Choose a trainer whose card says that it combines models.');
}

async function takeRun(
  store: DraftStore,
  id: string,
  known: { trainers: readonly TrainerItem[]; datasets: readonly Dataset[] },
  wished: string | undefined,
): Promise<void> {
  const run = await askRoute('getRun', { params: { id } });
  if (run.executor === 'external') {
    throw refusal(
      `Run ${run.number} was executed by another program.`,
      'There is no trainer here that could repeat it; choose one and set it up anew.',
    );
  }
  const frozen = await askRoute('getRunConfig', { params: { id } });
  const item = known.trainers.find((one) => one.manifest.id === frozen.trainer.id);
  if (item === undefined) {
    throw refusal(
      `Run ${run.number} was made by the trainer "${frozen.trainer.id}", which is not here any more.`,
      'Bring its folder back, or choose another trainer.',
    );
  }
  const { draftOfRun } = await import('./source/clone-run.ts');
  const { withWishedSettings } = await import('./source/wished-settings.ts');
  const draft = draftOfRun({ run, frozen, item, datasets: known.datasets, nonce: newNonce() });
  replaceDraft(store, withWishedSettings(draft, item, wished));
}
