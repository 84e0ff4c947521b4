import { Button } from '@mantine/core';
import type { Dataset } from '@trainyard/contracts';
import type { AnswerOf, TrainerItem } from '@trainyard/contracts/routes';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { useSearchText } from '../../app/use-search.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';
import { ChooseTrainer } from './choose/choose-trainer.tsx';
import { wishedDataset } from './choose/wished-dataset.ts';
import { beginDraft, replaceDraft } from './draft/begin.ts';
import { hasWork } from './draft/draft.ts';
import { draftStoreOf, useDraft } from './draft/use-draft.ts';
import { Launched } from './launch/launched.tsx';
import { modelRefs } from './source/wished-models.ts';
import { Stepper } from './stepper.tsx';
import { type StepId, stepOf } from './steps.ts';
import { useArrival } from './use-arrival.ts';
import classes from './wizard.module.css';

const loadSetup = () => import('./setup.tsx');
/** Checking brings the schema library along: cards are seen before it is there. */
const Setup = lazy(loadSetup);

export interface WizardProps {
  me: AnswerOf<'me'>;
  trainers: readonly TrainerItem[];
  datasets: readonly Dataset[];
  /** The server did not answer the last question: what is shown may be old. */
  stale: boolean;
}

export function Wizard({ me, trainers, datasets, stale }: WizardProps) {
  const store = draftStoreOf(me.id);
  const draft = useDraft(store);
  const [search, change] = useSearchText();
  const [asking, setAsking] = useState(false);
  const known = useMemo(() => ({ trainers, datasets }), [trainers, datasets]);
  const { arrival, dismiss } = useArrival(store, draft, known);
  const item = trainers.find((one) => one.manifest.id === draft.trainer);
  const launched = search.run !== undefined || search.experiment !== undefined;
  const step = stepOf(search.step, draft, launched);
  const wishes = search.trainer === undefined && search.clone === undefined ? search : {};
  const go = (to: StepId): void => change({ step: to, run: undefined, experiment: undefined });

  useEffect(() => {
    void loadSetup();
  }, []);

  function choose(id: string) {
    const chosen = trainers.find((one) => one.manifest.id === id);
    if (chosen === undefined) return;
    const { needs } = chosen.manifest;
    const dataset = wishedDataset(needs, datasets, wishes.dataset);
    const models = needs.models === null ? undefined : wishes.models;
    if (draft.trainer !== id || models !== undefined) {
      replaceDraft(store, beginDraft(chosen, datasets, { dataset, models, expert: draft.expert }));
    } else if (dataset !== undefined) store.change((old) => ({ ...old, dataset }));
    change({ step: 'configure', run: undefined, experiment: undefined, models: undefined });
  }

  function noteOf(): string | undefined {
    if (step === 'trainer' && wishes.dataset !== undefined) return `on the data set ${wishes.dataset}`;
    if (step === 'trainer' && wishes.models !== undefined) return `with ${modelRefs(wishes.models).join(', ')}`;
    return draft.source !== null && step !== 'launch' ? `from ${draft.source}` : undefined;
  }

  return (
    <>
      <PageHeader
        title="New run"
        note={noteOf()}
        actions={
          draft.trainer !== null &&
          step !== 'launch' && (
            <Button variant="default" onClick={() => (hasWork(draft) ? setAsking(true) : discard())}>
              Discard draft
            </Button>
          )
        }
      />
      <Stepper
        current={step}
        reachable={(id) => id === 'trainer' || (id !== 'launch' && draft.trainer !== null)}
        go={go}
      />
      {stale && (
        <p className={classes.stale} role="status">
          The server does not answer now; what you see is from its last answer, and the draft is kept in this browser.
        </p>
      )}
      {arrival.kind === 'failed' && (
        <Panel>
          <ErrorState error={arrival.error} />
          <div className={classes.centred}>
            <Button variant="default" onClick={dismiss}>
              Choose a trainer instead
            </Button>
          </div>
        </Panel>
      )}
      {arrival.kind === 'cloning' && (
        <Panel>
          <LoadingState rows={5} what={`Reading run ${arrival.run}`} />
        </Panel>
      )}
      {arrival.kind === 'ready' && step === 'trainer' && (
        <ChooseTrainer
          trainers={trainers}
          datasets={datasets}
          role={me.role}
          draft={draft}
          store={store}
          choose={choose}
          go={go}
        />
      )}
      {arrival.kind === 'ready' && (step === 'configure' || step === 'review') && (
        <Suspense
          fallback={
            <Panel>
              <LoadingState rows={6} what="Loading the form" />
            </Panel>
          }
        >
          {item === undefined ? (
            <Panel>
              <EmptyState title={`The trainer "${draft.trainer ?? ''}" is not here any more.`}>
                Bring its folder back, or choose another one; the draft stays until then.
              </EmptyState>
            </Panel>
          ) : (
            <Setup item={item} datasets={datasets} role={me.role} draft={draft} store={store} step={step} go={go} />
          )}
        </Suspense>
      )}
      {step === 'launch' && <Launched run={search.run} experiment={search.experiment} />}
      <ConfirmDialog
        opened={asking}
        title="Discard this draft?"
        confirm="Discard"
        dangerous
        onClose={() => setAsking(false)}
        onConfirm={discard}
      >
        Trainer, settings and variations of this draft are forgotten. Runs that were launched are not touched.
      </ConfirmDialog>
    </>
  );

  function discard() {
    setAsking(false);
    store.discard();
    change({
      step: undefined,
      trainer: undefined,
      preset: undefined,
      dataset: undefined,
      models: undefined,
      clone: undefined,
    });
  }
}
