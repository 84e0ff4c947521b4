import type { Issue } from '@trainyard/contracts';
import type { TrainerItem } from '@trainyard/contracts/routes';
import { type ConfigRule, checkConfig } from '@trainyard/domain';
import type { Checked } from '../configure/problems.ts';
import { variedDraft } from '../configure/spec.ts';
import type { Draft } from '../draft/draft.ts';
import { mergedOf } from '../source/take-over.ts';

/** What the rules, and after a refusal the server, say of each variation. */
export function variationFaults(input: {
  item: Pick<TrainerItem, 'schema' | 'presets'>;
  rules: readonly ConfigRule[];
  draft: Draft;
  checked: Checked | null;
  /** Problems of a refused experiment: `runs.2.config.epochs`; the first run is the draft itself. */
  refused: readonly Issue[];
}): string[][] {
  const { item, rules, draft, checked, refused } = input;
  return draft.variations.map((variation, i) => {
    const varied = variedDraft(draft, variation);
    if (varied.preset !== null && !item.presets.some((one) => one.id === varied.preset)) {
      return [`The preset "${varied.preset}" is not there any more`];
    }
    const config = mergedOf(item, varied.preset, varied.changes);
    // Facts of the draft's own data hold where the variation changes neither data nor split.
    const same =
      variation.dataset === undefined && JSON.stringify(cutOf(config)) === JSON.stringify(cutOf(checked?.config ?? {}));
    const own = checkConfig({ schema: item.schema, rules, config, data: same ? (checked?.facts ?? null) : null });
    const at = `runs.${i + 1}`;
    const served = refused.filter(({ path }) => path === at || path.startsWith(`${at}.`));
    return [...new Set([...own, ...served].map((issue) => issue.message))];
  });
}

function cutOf({ split, window }: Record<string, unknown>): unknown[] {
  return [split, window];
}
