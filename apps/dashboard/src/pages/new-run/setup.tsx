import type { Dataset } from '@trainyard/contracts';
import type { TrainerItem } from '@trainyard/contracts/routes';
import { useEffect, useMemo } from 'react';
import { useSearchText } from '../../app/use-search.ts';
import { basicFields } from '../../form/field.ts';
import { Configure } from './configure/configure.tsx';
import { Facts } from './configure/facts.tsx';
import { focusField } from './configure/focus-field.ts';
import { useSetup } from './configure/use-setup.ts';
import type { Draft } from './draft/draft.ts';
import type { DraftStore } from './draft/draft-store.ts';
import { useLaunch } from './launch/use-launch.ts';
import { Review } from './review/review.tsx';
import { variationFaults } from './review/variation-faults.ts';
import { variationName } from './review/variations.ts';
import classes from './setup.module.css';
import { SetupActions } from './setup-actions.tsx';
import type { StepId } from './steps.ts';

export interface SetupProps {
  item: TrainerItem;
  datasets: readonly Dataset[];
  role: string;
  draft: Draft;
  store: DraftStore;
  step: 'configure' | 'review';
  go: (step: StepId) => void;
}

/** Steps 2 and 3: they share the check, the figures at the side and the way to launch. */
export default function SetupSteps(props: SetupProps) {
  const { item, role, draft, store, step, go } = props;
  const [, changeSearch] = useSearchText();
  const { launch, busy, refusal, forgive } = useLaunch(store, (launched) =>
    changeSearch({ step: 'launch', trainer: undefined, preset: undefined, dataset: undefined, ...launched }),
  );
  const setup = useSetup({ item, draft, store, refusal });
  const { fields, defaults, rules, checked } = setup;
  const faults = useMemo(
    () => variationFaults({ item, rules, draft, checked, refused: refusal?.issues ?? [] }),
    [item, rules, draft, checked, refusal],
  );

  // What was refused is refused until something is changed.
  const { nonce: _, ...content } = draft;
  const written = JSON.stringify(content);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the change itself is what counts
  useEffect(forgive, [written]);

  function show(path: string) {
    const basic = basicFields(fields, (one) => defaults[one]);
    if (fields.some((field) => field.path === path) && !basic.some((field) => field.path === path)) {
      store.change((old) => ({ ...old, expert: true }));
    }
    if (step !== 'configure') go('configure');
    focusField(path);
  }

  useEffect(() => {
    if (refusal === null) return;
    const fault = refusal.issues.find(({ path }) => !/^runs\.\d+/.test(path));
    if (fault !== undefined && step !== 'configure') go('configure');
  }, [refusal, step, go]);

  return (
    <div className={classes.columns}>
      <div className={classes.main}>
        {step === 'configure' ? (
          <Configure {...props} setup={setup} />
        ) : (
          <Review {...props} setup={setup} refusal={refusal} faults={faults} />
        )}
      </div>
      <aside className={classes.side} aria-label="What to expect">
        <SetupActions
          step={step}
          role={role}
          draft={draft}
          setup={setup}
          refusal={refusal}
          faulty={faults.filter((one) => one.length > 0).length}
          busy={busy}
          go={go}
          showProblems={() => {
            const [first] = setup.problems;
            if (first?.field !== null && first !== undefined) show(first.field);
          }}
          launch={() =>
            launch(draft, setup.checked?.name ?? item.manifest.id, (one) => variationName(one, item.schema))
          }
        />
        <Facts setup={setup} draft={draft} show={show} />
      </aside>
    </div>
  );
}
