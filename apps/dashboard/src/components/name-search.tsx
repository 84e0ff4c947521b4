import { TextInput } from '@mantine/core';
import { useSearchText } from '../app/use-search.ts';
import classes from './name-search.module.css';

const mostChars = 200;

/** The words of the address that a list of the library is searched by. */
export function useNameSearch(): string {
  const [search] = useSearchText();
  return (search.q ?? '').slice(0, mostChars);
}

/** The field for them. */
export function NameSearch({ label, placeholder }: { label: string; placeholder: string }) {
  const [search, change] = useSearchText();
  return (
    <search className={classes.tools}>
      <TextInput
        aria-label={label}
        placeholder={placeholder}
        value={search.q ?? ''}
        maxLength={mostChars}
        className={classes.search ?? ''}
        onChange={(event) => change({ q: event.currentTarget.value || undefined }, { replace: true })}
      />
    </search>
  );
}

/** Said where the list was cut. */
export function MoreByName({ shown, total }: { shown: number; total: number }) {
  if (total <= shown) return null;
  return (
    <p className="muted">
      The first {shown} of {total} are shown; search for the others by name.
    </p>
  );
}
