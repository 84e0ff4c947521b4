import { Button } from '@mantine/core';
import { backward, cursorOf, onward } from '../../app/cursor-trail.ts';
import { useSearchText } from '../../app/use-search.ts';
import classes from './dataset.module.css';

/** Steps through a list of the version; the way is kept in the address, as `samples`. */
export function PageButtons({ size, next }: { size: number; next: string | null }) {
  const [search, change] = useSearchText();
  const trail = search.samples;
  const cursor = cursorOf(trail);
  if (cursor === undefined && next === null) return null;
  return (
    <div className={classes.pages}>
      <Button
        variant="default"
        disabled={cursor === undefined}
        onClick={() => change({ samples: undefined, sample: undefined })}
      >
        First
      </Button>
      <Button
        variant="default"
        disabled={cursor === undefined}
        onClick={() => change({ samples: backward(trail), sample: undefined })}
      >
        Previous {size}
      </Button>
      <Button
        variant="default"
        disabled={next === null}
        onClick={() => next !== null && change({ samples: onward(trail, next), sample: undefined })}
      >
        Next {size}
      </Button>
    </div>
  );
}
