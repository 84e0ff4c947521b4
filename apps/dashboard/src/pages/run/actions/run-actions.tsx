import { Button, Tooltip } from '@mantine/core';
import {
  IconChartHistogram,
  IconChevronDown,
  IconCopy,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconPlayerTrackNext,
  IconRepeat,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { RunAction } from '@trainyard/contracts';
import { useState } from 'react';
import { useAction } from '../../../api/use-action.ts';
import { useRoute } from '../../../api/use-route.ts';
import { useMayChange } from '../../../components/members-only.tsx';
import { hasEnded } from '../../../format/run-status.ts';
import { ShareDialog } from '../../results/share/share-dialog.tsx';
import { useFollowedRun } from '../live/use-run-parts.ts';
import { ActionConfirm } from './action-confirm.tsx';
import { ContinueDialog } from './continue-dialog.tsx';
import { HoldButton } from './hold-button.tsx';
import { MoreMenu } from './more-menu.tsx';
import { losesWork, type OfferedAction, offeredActions } from './offered-actions.ts';
import classes from './run-actions.module.css';
import { useRetry } from './use-retry.ts';

const icons = { pause: IconPlayerPause, resume: IconPlayerPlay, stop: IconPlayerStop } as const;
const refreshes = ['getRun', 'listRuns'] as const;

/** Whatever can be done with the run now. What it cannot do, and what a click comes to, is said before the click. */
export function RunActions() {
  const { run } = useFollowedRun();
  const trainer = useRoute(
    'getTrainer',
    { params: { trainer: run.trainer ?? '' } },
    { enabled: run.trainer !== null, freshMs: 60_000 },
  );
  const capabilities = trainer.data?.manifest.capabilities ?? null;
  const [confirming, setConfirming] = useState<RunAction | null>(null);
  const [continuing, setContinuing] = useState(false);
  const [sharing, setSharing] = useState(false);
  const navigate = useNavigate();
  const retry = useRetry(run);
  const mayChange = useMayChange();
  const moves = {
    pause: useAction('pauseRun', { refreshes }),
    resume: useAction('resumeRun', { refreshes }),
    stop: useAction('stopRun', { refreshes }),
    cancel: useAction('cancelRun', { refreshes }),
    checkpoint: useAction('checkpointRun', { refreshes }),
  };
  const offered = mayChange ? offeredActions(run, capabilities) : [];
  const ask = (action: RunAction) =>
    moves[action].mutate({ params: { id: run.id } }, { onSettled: () => setConfirming(null) });
  const click = (action: RunAction) => {
    if (action === 'stop' || action === 'cancel' || losesWork(action, run, capabilities)) setConfirming(action);
    else ask(action);
  };
  const shown = offered.filter((one) => one.action === 'pause' || one.action === 'resume' || one.action === 'stop');
  const hasResults = run.status === 'completed' || run.status === 'stopped';
  const canRepeat = mayChange && hasEnded(run.status) && run.executor === 'worker';
  const canContinue = canRepeat && run.status !== 'cancelled';
  return (
    <>
      {!hasEnded(run.status) && <HoldButton />}
      {shown.map((one) => (
        <ActionButton
          key={one.action}
          offered={one}
          busy={moves[one.action].isPending}
          onClick={() => click(one.action)}
        />
      ))}
      {hasResults && (
        <Button
          leftSection={<IconChartHistogram size={15} />}
          onClick={() => void navigate({ to: '/runs/$id/results', params: { id: String(run.number) } })}
        >
          Results
        </Button>
      )}
      {mayChange && run.status === 'failed' && (
        <Button
          leftSection={<IconRepeat size={15} />}
          loading={retry.busy}
          disabled={!retry.possible}
          onClick={retry.start}
        >
          Retry
        </Button>
      )}
      {canContinue && (
        <Button variant="default" leftSection={<IconPlayerTrackNext size={15} />} onClick={() => setContinuing(true)}>
          Continue
        </Button>
      )}
      {canRepeat && (
        <Button
          variant="default"
          leftSection={<IconCopy size={15} />}
          onClick={() => void navigate({ href: `/new?clone=${run.number}` })}
        >
          Clone
        </Button>
      )}
      <MoreMenu
        offered={offered.filter(({ action }) => action === 'cancel' || action === 'checkpoint')}
        onAction={click}
        onShare={mayChange ? () => setSharing(true) : null}
        onRetry={mayChange && retry.possible && run.status !== 'failed' ? retry.start : null}
        target={
          <Button variant="default" rightSection={<IconChevronDown size={14} />}>
            More
          </Button>
        }
      />
      <ActionConfirm
        run={run}
        action={confirming}
        capabilities={capabilities}
        busy={confirming !== null && moves[confirming].isPending}
        onConfirm={ask}
        onClose={() => setConfirming(null)}
      />
      <ShareDialog run={run} opened={sharing} onClose={() => setSharing(false)} />
      <ContinueDialog run={run} opened={continuing} onClose={() => setContinuing(false)} />
    </>
  );
}

function ActionButton({ offered, busy, onClick }: { offered: OfferedAction; busy: boolean; onClick: () => void }) {
  const { action, label, pending, note } = offered;
  const Icon = icons[action as keyof typeof icons];
  return (
    <Tooltip label={pending ? 'It was asked; the trainer has not answered yet.' : note} multiline maw={320}>
      <Button
        variant="default"
        className={action === 'stop' ? (classes.dangerous ?? '') : ''}
        leftSection={<Icon size={15} />}
        loading={busy}
        {...(pending ? { 'data-disabled': true } : {})}
        aria-disabled={pending}
        onClick={() => !pending && onClick()}
      >
        {pending ? `${label} …` : label}
      </Button>
    </Tooltip>
  );
}
