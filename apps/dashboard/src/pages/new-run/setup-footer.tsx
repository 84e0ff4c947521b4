import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import type { ApiError } from '@trainyard/api-client';
import { count } from '../../format/number.ts';
import type { Setup } from './configure/use-setup.ts';
import type { Draft } from './draft/draft.ts';
import classes from './setup.module.css';
import type { StepId } from './steps.ts';

/** The way back, what still stands against the launch, and the way on; always in view. */
export function SetupFooter(props: {
  step: 'configure' | 'review';
  role: string;
  draft: Draft;
  setup: Setup;
  refusal: ApiError | null;
  busy: boolean;
  go: (step: StepId) => void;
  showProblems: () => void;
  launch: () => void;
}) {
  const { step, role, draft, setup, refusal, busy, go, showProblems, launch } = props;
  const { problems, current, checkError } = setup;
  const runs = draft.variations.length + 1;
  const what = runs === 1 ? '' : ` ${runs} runs`;
  const viewer = role === 'viewer';
  return (
    <div className={classes.footer}>
      <Button variant="default" onClick={() => go(step === 'configure' ? 'trainer' : 'configure')}>
        Back
      </Button>
      <span className={classes.verdict} role="status" aria-live="polite">
        {viewer ? (
          'You may look at everything here; to launch takes the role of a member.'
        ) : problems.length > 0 ? (
          <button type="button" className={classes.problems} onClick={showProblems}>
            {count(problems.length, 'problem')}
          </button>
        ) : refusal !== null ? (
          'The launch was refused.'
        ) : checkError !== null ? (
          'Could not be checked by the server.'
        ) : current ? (
          'Checked: nothing stands against the launch.'
        ) : (
          'Checking …'
        )}
      </span>
      {step === 'configure' ? (
        <>
          <Button
            leftSection={<IconPlayerPlay size={14} aria-hidden />}
            disabled={problems.length > 0 || viewer}
            loading={busy}
            onClick={launch}
          >
            {runs === 1 ? 'Launch with these settings' : `Launch${what}`}
          </Button>
          <Button variant="default" onClick={() => go('review')}>
            Review
          </Button>
        </>
      ) : (
        <Button
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          disabled={problems.length > 0 || viewer}
          loading={busy}
          onClick={launch}
        >
          Launch{what}
        </Button>
      )}
    </div>
  );
}
