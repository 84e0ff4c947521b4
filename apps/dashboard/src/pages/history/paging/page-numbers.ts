export type PageLink = number | 'gap';

/** First, last and those around the current one: 1 … 6 7 8 … 100. A gap of one page is that page. */
export function pageNumbers(current: number, last: number, around = 1): PageLink[] {
  const wanted = new Set([1, last]);
  for (let page = current - around; page <= current + around; page += 1) wanted.add(page);
  if (current <= 3) for (const page of [2, 3, 4, 5]) wanted.add(page);
  if (current >= last - 2) for (const page of [last - 1, last - 2, last - 3, last - 4]) wanted.add(page);
  const pages = [...wanted].filter((page) => page >= 1 && page <= last).sort((a, b) => a - b);
  const links: PageLink[] = [];
  for (const page of pages) {
    const before = links.at(-1);
    if (typeof before === 'number' && page - before === 2) links.push(page - 1);
    else if (typeof before === 'number' && page - before > 2) links.push('gap');
    links.push(page);
  }
  return links;
}

export interface PageRange {
  first: number;
  last: number;
  pages: number;
}

/** Which runs a page shows, counted from 1. */
export function pageRange(page: number, per: number, total: number): PageRange {
  const first = total === 0 ? 0 : (page - 1) * per + 1;
  return { first, last: Math.min(page * per, total), pages: Math.max(1, Math.ceil(total / per)) };
}
