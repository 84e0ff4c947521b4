import type { Section } from '@trainyard/contracts';
import { oneLine } from '@trainyard/sections';

/**
 * Sections under titles that nobody takes for one another: trainers may send two of the same, or one that is called as
 * a part of the page is. The second is told by its number, on the page and in the names of what is downloaded.
 */
export function distinctTitles(sections: readonly Section[], taken: readonly string[] = []): Section[] {
  const seen = new Set(taken.map((title) => title.toLowerCase()));
  return sections.map((section) => {
    const title = oneLine(section.title);
    let told = title;
    for (let number = 2; seen.has(told.toLowerCase()); number += 1) told = `${title} (${number})`;
    seen.add(told.toLowerCase());
    return told === title ? section : { ...section, title: told };
  });
}
