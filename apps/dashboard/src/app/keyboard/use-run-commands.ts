import { useRouterState } from '@tanstack/react-router';
import type { Run, RunAction } from '@trainyard/contracts';
import { useAction } from '../../api/use-action.ts';
import { useRoute } from '../../api/use-route.ts';
import { type Capabilities, losesWork, offeredActions } from '../../pages/run/actions/offered-actions.ts';
import type { Command } from './palette-commands.ts';

const refreshes = ['getRun', 'listRuns'] as const;

export interface RunCommands {
  run: Run | null;
  capabilities: Capabilities | null;
  commands: Command[];
  /** Asks the run for it, without another question. */
  ask: (action: RunAction) => void;
}

/** What may be asked of the run whose page is open. */
export function useRunCommands(confirm: (action: RunAction) => void): RunCommands {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const id = /^\/runs\/([^/]+)/.exec(path)?.[1];
  const asked = useRoute('getRun', { params: { id: id ?? '' } }, { enabled: id !== undefined, freshMs: 5_000 });
  const run = id === undefined ? null : (asked.data ?? null);
  const trainer = useRoute(
    'getTrainer',
    { params: { trainer: run?.trainer ?? '' } },
    { enabled: run !== null && run.trainer !== null, freshMs: 60_000 },
  );
  const capabilities = trainer.data?.manifest.capabilities ?? null;
  const moves = {
    pause: useAction('pauseRun', { refreshes }),
    resume: useAction('resumeRun', { refreshes }),
    stop: useAction('stopRun', { refreshes }),
    cancel: useAction('cancelRun', { refreshes }),
    checkpoint: useAction('checkpointRun', { refreshes }),
  };
  const ask = (action: RunAction): void => {
    if (run !== null) moves[action].mutate({ params: { id: run.id } });
  };
  const commands =
    run === null
      ? []
      : offeredActions(run, capabilities)
          .filter(({ pending }) => !pending)
          .map(({ action, label }) => {
            const asks = action === 'stop' || action === 'cancel' || losesWork(action, run, capabilities);
            return {
              id: `run-${action}`,
              title: `${label}: run ${run.number}${asks ? ' …' : ''}`,
              kind: 'Command',
              asks,
              run: () => (asks ? confirm(action) : ask(action)),
            };
          });
  return { run, capabilities, commands, ask };
}
