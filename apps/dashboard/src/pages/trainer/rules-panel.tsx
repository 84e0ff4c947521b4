import type { Manifest } from '@trainyard/contracts';
import { Panel } from '../../components/panel.tsx';
import { count } from '../../format/number.ts';
import classes from './trainer.module.css';

/** What must hold between settings and data, in the words that a form shows when it does not. */
export function RulesPanel({ rules }: { rules: Manifest['rules'] }) {
  if (rules.length === 0) return null;
  return (
    <Panel title="Rules between settings" note={count(rules.length, 'rule')}>
      <ul className={classes.rules}>
        {rules.map(({ rule, message }) => (
          <li key={rule}>
            <span dir="auto">{message}</span>
            <code>{rule}</code>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
