import { cursorOf } from '../../app/cursor-trail.ts';
import { useSearchText } from '../../app/use-search.ts';
import { TrailButtons } from '../../components/trail-buttons.tsx';
import classes from './dataset.module.css';

/** Steps through a list of the version; the way is kept in the address, as `samples`. */
export function PageButtons({ size, next }: { size: number; next: string | null }) {
  const [search, change] = useSearchText();
  if (cursorOf(search.samples) === undefined && next === null) return null;
  return (
    <div className={classes.pages}>
      <TrailButtons
        trail={search.samples}
        next={next}
        turn={(samples) => change({ samples, sample: undefined })}
        words={['First', `Previous ${size}`, `Next ${size}`]}
      />
    </div>
  );
}
