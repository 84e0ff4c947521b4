import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { formatInteger } from '../../../format/number.ts';
import { type PageSize, pageSizes } from '../search/history-search.ts';
import { pageNumbers, pageRange } from './page-numbers.ts';
import classes from './pager.module.css';

export interface PagerProps {
  page: number;
  per: PageSize;
  total: number;
  goTo: (page: number) => void;
  setPer: (per: PageSize) => void;
}

/** How many rows a page has, which of them are shown, and the way to the others. */
export function Pager({ page, per, total, goTo, setPer }: PagerProps) {
  const { first, last, pages } = pageRange(page, per, total);
  return (
    <nav className={classes.pager} aria-label="Pages of runs">
      <label className={classes.per}>
        Rows per page
        <select value={per} onChange={(event) => setPer(Number(event.currentTarget.value) as PageSize)}>
          {pageSizes.map((size) => (
            <option key={size}>{size}</option>
          ))}
        </select>
      </label>
      <span className={classes.range}>
        {formatInteger(first)}–{formatInteger(last)} of {formatInteger(total)}
      </span>
      <span className={classes.links}>
        <button type="button" aria-label="Previous page" disabled={page <= 1} onClick={() => goTo(page - 1)}>
          <IconChevronLeft size={14} aria-hidden />
        </button>
        {pageNumbers(page, pages).map((link, index) =>
          link === 'gap' ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: gaps have no other name
            <span key={`gap-${index}`} aria-hidden>
              …
            </span>
          ) : (
            <button
              key={link}
              type="button"
              aria-label={`Page ${link}`}
              aria-current={link === page ? 'page' : undefined}
              onClick={() => goTo(link)}
            >
              {link}
            </button>
          ),
        )}
        <button type="button" aria-label="Next page" disabled={page >= pages} onClick={() => goTo(page + 1)}>
          <IconChevronRight size={14} aria-hidden />
        </button>
      </span>
    </nav>
  );
}
