import type { ProviderTest } from '@trainyard/contracts';
import classes from './language.module.css';

/** What a test of a connection found, step by step. */
export function ProviderCheck({ name, test }: { name: string; test: ProviderTest }) {
  return (
    <div className={classes.checks}>
      <strong>
        {test.ok ? 'The connection works: ' : 'The connection does not work yet: '}
        <bdi>{name}</bdi>
      </strong>
      <ul>
        {test.checks.map(({ what, ok, says }) => (
          <li key={what}>
            {ok ? '' : 'Fails: '}
            <bdi>{says}</bdi>
          </li>
        ))}
      </ul>
    </div>
  );
}
