import { notKept } from '../../prompts/writing/prompt-draft.ts';

/** What is worth knowing before one saves, in the order in which it matters. */
export function editNotes(edit: { from: number; shown: number; newest: number; kept: boolean }): string[] {
  const { from, shown, newest, kept } = edit;
  const notes: string[] = [];
  if (from !== shown) notes.push(`This text began from version ${from}, not from version ${shown}, which is shown.`);
  if (from !== newest) {
    notes.push(`Version ${newest} is there too: what you save is made from version ${from}, beside it.`);
  }
  if (!kept) notes.push(notKept);
  return notes;
}
