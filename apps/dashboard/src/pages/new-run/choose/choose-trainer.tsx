import { Button } from '@mantine/core';
import { IconFileImport, IconSearch } from '@tabler/icons-react';
import type { Dataset } from '@trainyard/contracts';
import type { TrainerItem } from '@trainyard/contracts/routes';
import { lazy, Suspense, useState } from 'react';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { count } from '../../../format/number.ts';
import type { Draft } from '../draft/draft.ts';
import type { DraftStore } from '../draft/draft-store.ts';
import type { StepId } from '../steps.ts';
import classes from './choose.module.css';
import { cardsOf, familiesOf } from './trainer-card.ts';
import { TrainerCardView } from './trainer-card-view.tsx';

const YamlDialog = lazy(() => import('../source/yaml-dialog.tsx'));

export interface ChooseTrainerProps {
  trainers: readonly TrainerItem[];
  datasets: readonly Dataset[];
  role: string;
  draft: Draft;
  store: DraftStore;
  choose: (trainer: string) => void;
  go: (step: StepId) => void;
}

/** Step 1: which trainer, or where the settings come from. */
export function ChooseTrainer({ trainers, datasets, role, draft, store, choose, go }: ChooseTrainerProps) {
  const [search, setSearch] = useState('');
  const [family, setFamily] = useState<string | null>(null);
  const [pasting, setPasting] = useState(false);
  const families = familiesOf(trainers);
  const cards = cardsOf(trainers, { role, search, family });
  const current = trainers.find((one) => one.manifest.id === draft.trainer);
  const changes = Object.keys(draft.changes).length;
  return (
    <>
      {current !== undefined && (
        <section className={classes.kept} aria-label="Draft">
          <span>
            Your draft of <b dir="auto">{current.manifest.title}</b> is kept
            {changes > 0 && `, with ${count(changes, 'change')}`}.
          </span>
          <Button onClick={() => go('configure')}>Go on with it</Button>
        </section>
      )}
      <search className={classes.bar}>
        <div className={classes.search}>
          <IconSearch size={15} aria-hidden />
          <input
            type="search"
            aria-label="Search trainers"
            placeholder="Search trainers"
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        </div>
        {families.length > 1 && (
          <fieldset className={classes.families}>
            <legend className="unseen">Family</legend>
            {[null, ...families].map((one) => (
              <label key={one ?? ''} className={classes.family}>
                <input type="radio" name="family" checked={family === one} onChange={() => setFamily(one)} />
                <bdi>{one ?? 'all'}</bdi>
              </label>
            ))}
          </fieldset>
        )}
        <Button
          variant="default"
          className={classes.fromYaml ?? ''}
          leftSection={<IconFileImport size={15} aria-hidden />}
          onClick={() => setPasting(true)}
        >
          Start from YAML
        </Button>
      </search>
      {cards.length === 0 ? (
        <Panel>
          <EmptyState
            title={trainers.length === 0 ? 'There are no trainers here.' : 'No trainer fits this search.'}
            action={
              trainers.length > 0 && (
                <Button
                  variant="default"
                  onClick={() => {
                    setSearch('');
                    setFamily(null);
                  }}
                >
                  Show all trainers
                </Button>
              )
            }
          >
            A trainer is a folder with a trainer.yaml; a new one appears here by itself.
          </EmptyState>
        </Panel>
      ) : (
        <ul className={classes.cards} aria-label="Trainers">
          {cards.map((card) => (
            <TrainerCardView
              key={card.id}
              card={card}
              chosen={draft.trainer === card.id}
              choose={() => choose(card.id)}
            />
          ))}
        </ul>
      )}
      {pasting && (
        <Suspense fallback={null}>
          <YamlDialog
            trainers={trainers}
            datasets={datasets}
            role={role}
            store={store}
            onClose={() => setPasting(false)}
            onTaken={() => {
              setPasting(false);
              go('configure');
            }}
          />
        </Suspense>
      )}
    </>
  );
}
