import type { ReactNode } from 'react';
import classes from './fact-list.module.css';

export interface Fact {
  label: string;
  value: ReactNode;
}

/** What is known of one thing: names at the left, what they come to at the right. */
export function FactList({ facts }: { facts: readonly (Fact | null)[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(
        (fact) =>
          fact !== null && (
            <div key={fact.label} className={classes.fact}>
              <dt>{fact.label}</dt>
              <dd>{fact.value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
