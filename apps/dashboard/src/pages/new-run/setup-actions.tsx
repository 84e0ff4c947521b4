import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import type { ApiError } from '@trainyard/api-client';
import { count } from '../../format/number.ts';
import type { Setup } from './configure/use-setup.ts';
import type { Draft } from './draft/draft.ts';
import classes from './setup.module.css';
import type { StepId } from './steps.ts';

/** The way on, what still stands against it, and the way back; beside the settings, so that it hides none of them. */
export function SetupActions(props: {
  step: 'configure' | 'review';
  role: string;
  draft: Draft;
  setup: Setup;
  refusal: ApiError | null;
  /** How many variations have faults. */
  faulty: number;
  busy: boolean;
  go: (step: StepId) => void;
  showProblems: () => void;
  launch: () => void;
}) {
  const { step, role, draft, setup, refusal, faulty, busy, go, showProblems, launch } = props;
  const { problems, current, checkError } = setup;
  const runs = draft.variations.length + 1;
  const viewer = role === 'viewer';
  return (
    <section className={classes.actions} aria-label="Launch">
      <Button
        fullWidth
        leftSection={<IconPlayerPlay size={14} aria-hidden />}
        disabled={problems.length > 0 || faulty > 0 || viewer}
        loading={busy}
        onClick={launch}
      >
        {runs > 1 ? `Launch ${runs} runs` : step === 'configure' ? 'Launch with these settings' : 'Launch'}
      </Button>
      <div className={classes.ways}>
        <Button variant="default" onClick={() => go(step === 'configure' ? 'trainer' : 'configure')}>
          Back
        </Button>
        {step === 'configure' && (
          <Button variant="default" onClick={() => go('review')}>
            Review
          </Button>
        )}
      </div>
      <p className={classes.verdict} role="status" aria-live="polite">
        {viewer ? (
          'You may look at everything here; to launch takes the role of a member.'
        ) : problems.length > 0 ? (
          <button type="button" className={classes.problems} onClick={showProblems}>
            {count(problems.length, 'problem')} to mend before the launch
          </button>
        ) : faulty > 0 ? (
          `${count(faulty, 'variation')} cannot be launched so.`
        ) : refusal !== null ? (
          'The launch was refused.'
        ) : checkError !== null ? (
          'Could not be checked by the server.'
        ) : current ? (
          'Checked: nothing stands against the launch.'
        ) : (
          'Checking …'
        )}
      </p>
    </section>
  );
}
