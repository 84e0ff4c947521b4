import type { Run } from '@trainyard/contracts';
import { Panel } from '../../../components/panel.tsx';
import classes from './overview.module.css';
import { type CheckpointFact, runFacts } from './run-facts.ts';

export function FactsPanel({ run, checkpoints }: { run: Run; checkpoints: readonly CheckpointFact[] }) {
  const facts = runFacts(run, checkpoints);
  if (facts.length === 0) return null;
  return (
    <Panel title="In short">
      <dl className={classes.facts}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
