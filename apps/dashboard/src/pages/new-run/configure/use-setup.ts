import { useDebouncedValue } from '@mantine/hooks';
import type { ApiError } from '@trainyard/api-client';
import type { TrainerItem } from '@trainyard/contracts/routes';
import { saysOf, withSharedBlocks } from '@trainyard/domain';
import { useCallback, useMemo, useRef } from 'react';
import { useRoute } from '../../../api/use-route.ts';
import { type Field, fieldsOf } from '../../../form/field.ts';
import { leavesOf, sameValue, withChange, withoutChange } from '../../../form/values.ts';
import type { Draft } from '../draft/draft.ts';
import type { DraftStore } from '../draft/draft-store.ts';
import { baseOf, mergedOf } from '../source/take-over.ts';
import { type Checked, factsKey, type Problem, problemsAt, problemsOf } from './problems.ts';
import { checkBody, readSettings } from './spec.ts';

/** The server is asked when the typing pauses. */
const pauseMs = 250;

export type Setup = ReturnType<typeof useSetup>;

/** Everything that the steps know about the draft: its settings, their values and all that is wrong with them. */
export function useSetup({
  item,
  draft,
  store,
  refusal,
}: {
  item: TrainerItem;
  draft: Draft;
  store: DraftStore;
  /** What the server said when it refused the launch. */
  refusal: ApiError | null;
}) {
  const { schema, presets, manifest, defaults: usual } = item;
  const trainer = manifest.id;
  const text = JSON.stringify([schema, presets, manifest.rules]);
  // The list of trainers is read again and again: what is made of it changes only with its content.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for them
  const made = useMemo(
    () => ({ fields: fieldsOf(schema), defaults: leavesOf(schema, usual), rules: withSharedBlocks(manifest).rules }),
    [text],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const base = useMemo(() => baseOf(item, draft.preset), [text, draft.preset]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const config = useMemo(() => mergedOf(item, draft.preset, draft.changes), [text, draft.preset, draft.changes]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const values = useMemo(() => leavesOf(schema, config), [text, config]);
  const settings = useMemo(() => readSettings(draft.run).issues, [draft.run]);
  const lost = draft.preset !== null && !presets.some((one) => one.id === draft.preset);
  const gone = lost ? [{ path: 'preset', message: `There is no preset "${draft.preset}"; choose another one` }] : [];

  const body = useMemo(() => checkBody(lost ? { ...draft, preset: null } : draft), [draft, lost]);
  const [asked] = useDebouncedValue(body, pauseMs);
  const check = useRoute('checkConfig', { params: { trainer }, body: asked }, { keepPrevious: true, freshMs: 2_000 });
  const current = !check.isPlaceholderData && check.data !== undefined && sameValue(asked, body);
  const key = factsKey(draft.dataset, config);
  const answered = useRef<{ checked: Checked; key: string } | null>(null);
  if (current && check.data !== undefined) answered.current = { checked: check.data, key };

  const problems: Problem[] = problemsOf({
    schema,
    rules: made.rules,
    config,
    fields: made.fields,
    dataset: draft.dataset,
    settings: [...gone, ...settings, ...(refusal?.issues ?? []).filter(({ path }) => !/^runs\.\d+/.test(path))],
    answer:
      answered.current === null ? null : { checked: answered.current.checked, current, factsKey: answered.current.key },
  });
  const known = answered.current?.key === key ? answered.current.checked.facts : null;
  const says = (field: Field): string | null =>
    field.says === null ? null : saysOf(field.says, { schema, config, data: known });
  const errorsAt = (path: string): string[] => problemsAt(problems, path);

  const change = useCallback(
    (path: string, value: unknown) =>
      store.change((old) => ({ ...old, changes: withChange(old.changes, base, path, value) })),
    [store, base],
  );
  const reset = useCallback(
    (path: string) => store.change((old) => ({ ...old, changes: withoutChange(old.changes, path) })),
    [store],
  );
  return {
    ...made,
    base,
    config,
    values,
    problems,
    errorsAt,
    says,
    checked: answered.current?.checked ?? null,
    current,
    /** The question itself failed, for instance since the server is away. */
    checkError: current || check.data !== undefined ? null : check.error,
    change,
    reset,
  };
}
