import type { AnswerOf } from '@trainyard/contracts/routes';
import { useAction } from '../../../api/use-action.ts';
import { toast } from '../../../components/toast-store.ts';
import { count } from '../../../format/number.ts';

type Numbers = readonly (number | string)[];
const touched = ['listRuns', 'listRunColumns', 'getRun'] as const;

/** What was refused, each with its reason, in the words of the server. */
function tellRefused({ refused }: AnswerOf<'changeRuns'>): void {
  if (refused.length === 0) return;
  const reasons = [...new Set(refused.map(({ message }) => message))];
  const lines = reasons.slice(0, 5);
  if (reasons.length > lines.length) lines.push(`… and ${reasons.length - lines.length} more`);
  toast({ tone: 'warn', title: `${count(refused.length, 'run')} left as before.`, lines });
}

/**
 * Deletes, restores, keeps and tags any number of runs; a deletion can be taken back from the message that tells of it.
 * `onGone`: these are no longer in the list that they were in.
 */
export function useRunChanges(onGone?: (numbers: number[]) => void) {
  const restore = useAction('changeRuns', {
    refreshes: touched,
    done: ({ done }) => `${count(done.length, 'run')} back again.`,
    onDone: (answer) => {
      onGone?.(answer.done.map(({ number }) => number));
      tellRefused(answer);
    },
  });
  const remove = useAction('changeRuns', {
    refreshes: touched,
    onDone: (answer) => {
      const numbers = answer.done.map(({ number }) => number);
      if (numbers.length > 0) {
        onGone?.(numbers);
        toast({
          tone: 'plain',
          title: numbers.length === 1 ? `Run ${numbers[0]} is deleted.` : `${count(numbers.length, 'run')} deleted.`,
          forMs: 12_000,
          action: {
            label: 'Undo',
            run: () => restore.mutate({ body: { ids: numbers.map(String), action: 'restore' } }),
          },
        });
      }
      tellRefused(answer);
    },
  });
  const change = useAction('changeRuns', {
    refreshes: touched,
    onDone: (answer, { body }) => {
      const verb = { keep: 'kept', unkeep: 'no longer kept', tag: 'tagged', untag: 'without the tags' };
      if (answer.done.length > 0 && body.action in verb) {
        toast({ tone: 'ok', title: `${count(answer.done.length, 'run')} ${verb[body.action as keyof typeof verb]}.` });
      }
      tellRefused(answer);
    },
  });
  const ids = (numbers: Numbers): string[] => numbers.map(String);
  return {
    restore: (numbers: Numbers) => restore.mutate({ body: { ids: ids(numbers), action: 'restore' } }),
    busy: remove.isPending || restore.isPending || change.isPending,
    remove: (numbers: Numbers) => remove.mutate({ body: { ids: ids(numbers), action: 'delete' } }),
    keep: (numbers: Numbers, kept = true) =>
      change.mutate({ body: { ids: ids(numbers), action: kept ? 'keep' : 'unkeep' } }),
    tag: (numbers: Numbers, tags: Record<string, string>) =>
      change.mutate({ body: { ids: ids(numbers), action: 'tag', tags } }),
    untag: (numbers: Numbers, keys: readonly string[]) =>
      change.mutate({
        body: { ids: ids(numbers), action: 'untag', tags: Object.fromEntries(keys.map((key) => [key, ''])) },
      }),
  };
}
