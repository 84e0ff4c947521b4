import classes from './page-states.module.css';

const widths = ['62%', '84%', '48%', '73%', '56%', '90%'];

/** Grey lines where content will be; shown only when it takes longer than a blink. */
export function LoadingState({ rows = 4, what = 'Loading' }: { rows?: number; what?: string }) {
  return (
    <div className={classes.loading} role="status" aria-label={what}>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: grey lines have no other name
        <span key={index} className={classes.bone} style={{ width: widths[index % widths.length] }} />
      ))}
    </div>
  );
}
