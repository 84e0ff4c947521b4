import type { Block } from '@trainyard/sections';

/** Headings of an explanation below the section's own, none of them more than one level deeper than the one before. */
export function nestHeadings(blocks: readonly Block[], above: 1 | 2 | 3): Block[] {
  const used = blocks.flatMap((block) => (block.kind === 'heading' ? [block.level] : []));
  const shallowest = Math.min(...used);
  let before: number = above;
  return blocks.map((block) => {
    if (block.kind !== 'heading') return block;
    before = Math.min(before + 1, above + 1 + block.level - shallowest, 6);
    return { ...block, level: before as 1 | 2 | 3 };
  });
}
