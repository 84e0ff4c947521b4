import type { Section } from '@trainyard/contracts';

/** A matrix of more classes leaves no room for a table beside it on a screen of 1440 pixels. */
const mostBeside = 7;

/** Whether sections of a tab need the whole width of the page, one below the other. */
export function wantsWidth(sections: readonly Section[]): boolean {
  return sections.some(
    (section) =>
      section.type === 'table' ||
      section.type === 'leaderboard' ||
      section.type === 'prompt-lineage' ||
      section.type === 'race' ||
      (section.type === 'confusion-matrix' && section.data.labels.length > mostBeside),
  );
}
