import { isPlainObject, schemaAt } from '@trainyard/domain';
import { differences, leavesOf } from '../../../form/values.ts';
import type { Draft } from '../draft/draft.ts';
import { baseOf, type TrainerSchema } from './take-over.ts';

/** Settings that the address wishes to differ from the run that is cloned, as JSON. What is not understood is told. */
export function withWishedSettings(draft: Draft, item: TrainerSchema, text: string | undefined): Draft {
  if (text === undefined || text === '') return draft;
  const wished = parsed(text);
  if (wished === null) {
    return { ...draft, notes: [...draft.notes, 'The settings in the address cannot be read; none of them was taken.'] };
  }
  const leaves = Object.entries(leavesOf(item.schema, wished));
  const known = leaves.filter(([path]) => schemaAt(item.schema, path) !== null);
  const unknown = leaves.length - known.length;
  const changes = differences({ ...draft.changes, ...Object.fromEntries(known) }, baseOf(item, draft.preset));
  const notes = unknown === 0 ? draft.notes : [...draft.notes, `The trainer has no such setting: ${unknown} left out.`];
  return { ...draft, changes, notes, expert: draft.expert || Object.keys(changes).length > 0 };
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isPlainObject(value) ? value : null;
  } catch {
    return null;
  }
}
