import { type UseMutationResult, useMutation } from '@tanstack/react-query';
import { ApiError } from '@trainyard/api-client';
import type { AnswerOf, RouteId } from '@trainyard/contracts/routes';
import { toast } from '../components/toast-store.ts';
import { problemText } from './problem-text.ts';
import { askRoute, type RouteInput, refreshRoutes } from './use-route.ts';

export interface ActionOptions<K extends RouteId> {
  /** Answers that this action makes old. */
  refreshes?: readonly RouteId[];
  /** Said when it went well. */
  done?: string | ((answer: AnswerOf<K>) => string);
  onDone?: (answer: AnswerOf<K>, input: RouteInput<K>) => void;
  /** Called instead of the toast; forms show problems beside their fields. */
  onProblem?: (problem: ApiError) => void;
}

/** Anything from a failed call, as the problem that people are told of. */
export function asProblem(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError(
    {
      code: 'unexpected',
      status: 0,
      detail: error instanceof Error ? error.message : String(error),
      hint: 'Load the page anew; if it comes again, look into the server’s log.',
      issues: [],
    },
    error,
  );
}

export function toastProblem(error: unknown): void {
  const { title, lines } = problemText(asProblem(error));
  toast({ tone: 'bad', title, lines });
}

/** Changes something through a route: `const pause = useAction('pauseRun', …); pause.mutate({ params: { id } })`. */
export function useAction<K extends RouteId>(
  route: K,
  options: ActionOptions<K> = {},
): UseMutationResult<AnswerOf<K>, unknown, RouteInput<K>> {
  return useMutation<AnswerOf<K>, unknown, RouteInput<K>>({
    mutationKey: [route],
    mutationFn: (input) => askRoute(route, input),
    onSuccess: (answer, input) => {
      if (options.done !== undefined) {
        toast({ tone: 'ok', title: typeof options.done === 'string' ? options.done : options.done(answer) });
      }
      options.onDone?.(answer, input);
    },
    onError: (error) => (options.onProblem === undefined ? toastProblem(error) : options.onProblem(asProblem(error))),
    onSettled: () => refreshRoutes(...(options.refreshes ?? [])),
  });
}
