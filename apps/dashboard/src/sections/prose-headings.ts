import type { Block } from '@trainyard/sections';

/**
 * Levels of the headings of a text below a heading of the page, without a step left out: a text may begin with `###`, a
 * page that is read aloud may not.
 */
export function headingLevels(blocks: readonly Block[], above: number): number[] {
  const open: number[] = [];
  return blocks.map((block) => {
    if (block.kind !== 'heading') return 0;
    while (open.length > 0 && (open.at(-1) ?? 0) >= block.level) open.pop();
    open.push(block.level);
    return Math.min(6, above + open.length);
  });
}
