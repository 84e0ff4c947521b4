import { type ConfigRule, messageParts } from '@trainyard/domain';
import { Panel } from '../../components/panel.tsx';
import type { Field } from '../../form/field.ts';
import { count } from '../../format/number.ts';
import classes from './trainer.module.css';

/** What must hold between settings and data, in the words that a form shows when it does not. */
export function RulesPanel({ rules, fields }: { rules: readonly ConfigRule[]; fields: readonly Field[] }) {
  if (rules.length === 0) return null;
  const labels = new Map(fields.map(({ path, label }) => [path, label]));
  return (
    <Panel title="Rules between settings" note={`${count(rules.length, 'rule')}, told when they are broken`}>
      <ul className={classes.rules}>
        {rules.map(({ rule, message }) => (
          <li key={`${rule} ${message}`}>
            <span dir="auto">
              {messageParts(message, labels).map(({ text, filled }, index) =>
                // biome-ignore lint/suspicious/noArrayIndexKey: parts of a sentence have no other name
                filled ? <em key={index}>{text}</em> : text,
              )}
            </span>
            <code>{rule}</code>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
