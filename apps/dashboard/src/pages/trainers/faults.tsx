import type { TrainerItem } from '@trainyard/contracts/routes';
import classes from './trainers.module.css';

/** What is wrong with a manifest, and where. */
export function Faults({ problems }: { problems: TrainerItem['problems'] }) {
  return (
    <ul className={classes.faults}>
      {problems.map(({ path, message }) => (
        <li key={`${path} ${message}`}>
          {path !== '' && <code>{path}: </code>}
          <bdi>{message}</bdi>
        </li>
      ))}
    </ul>
  );
}
