import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import classes from './toolbar.module.css';

const searchAfterMs = 200;

/** Searches while one types; the address follows a moment later. */
export function SearchBox({ q, search }: { q: string; search: (q: string) => void }) {
  const [text, setText] = useState(q);
  const sent = useRef(q);
  useEffect(() => {
    // The back button, a view, "clear filters".
    if (q === sent.current) return;
    sent.current = q;
    setText(q);
  }, [q]);
  const send = useRef(search);
  send.current = search;
  useEffect(() => {
    if (text === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = text;
      send.current(text);
    }, searchAfterMs);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div className={classes.search}>
      <IconSearch size={15} aria-hidden />
      <input
        type="search"
        value={text}
        maxLength={200}
        placeholder="Name, note, tag, data set"
        aria-label="Search runs by name, number, note, tag, trainer or data set"
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </div>
  );
}
