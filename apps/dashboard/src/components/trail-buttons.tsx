import { Button } from '@mantine/core';
import { backward, cursorOf, onward } from '../app/cursor-trail.ts';

export interface TrailButtonsProps {
  /** The part of the address that keeps the way; undefined on the first page. */
  trail: string | undefined;
  /** Cursor of the page that follows; null on the last. */
  next: string | null;
  turn: (trail: string | undefined) => void;
  /** What leads to the first page, one back, and one on. */
  words: readonly [first: string, back: string, on: string];
}

/** Steps through a list that the server gives page by page. */
export function TrailButtons({ trail, next, turn, words }: TrailButtonsProps) {
  const atFirst = cursorOf(trail) === undefined;
  const [first, back, on] = words;
  return (
    <>
      <Button variant="default" disabled={atFirst} onClick={() => turn(undefined)}>
        {first}
      </Button>
      <Button variant="default" disabled={atFirst} onClick={() => turn(backward(trail))}>
        {back}
      </Button>
      <Button variant="default" disabled={next === null} onClick={() => next !== null && turn(onward(trail, next))}>
        {on}
      </Button>
    </>
  );
}
