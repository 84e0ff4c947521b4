import { Button } from '@mantine/core';
import type { StepView } from '@trainyard/sections';
import { useState } from 'react';
import classes from './going-on.module.css';
import { stepGroups } from './step-groups.ts';

const groupsAtFirst = 3;

/** Steps one after the other, the newest group first; the one that is under way is marked. */
export function StepList({ steps, group }: { steps: readonly StepView[]; group: string }) {
  const [all, setAll] = useState(false);
  const groups = stepGroups(steps);
  const shown = all ? groups : groups.slice(0, groupsAtFirst);
  return (
    <div className={classes.groups}>
      {shown.map(({ name, steps: own }, g) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups may be called alike
        <div key={g}>
          {name !== '' && (
            <p className={classes.group}>
              {group} <bdi>{name}</bdi>
            </p>
          )}
          <ol className={classes.steps}>
            {own.map((step, i) => (
              <li
                // biome-ignore lint/suspicious/noArrayIndexKey: steps may be called alike
                key={i}
                data-status={step.status}
                {...(step.status === 'current' ? { 'aria-current': 'step' as const } : {})}
              >
                <b>
                  <bdi>{step.name}</bdi>
                </b>
                {step.status === 'current' && <span className={classes.now}>now</span>}
                {step.status === 'ahead' && <span className={classes.ahead}>to come</span>}
                <span className={classes.used}>{step.usedText}</span>
                {step.detail !== '' && <bdi className={classes.what}>{step.detail}</bdi>}
              </li>
            ))}
          </ol>
        </div>
      ))}
      {groups.length > shown.length && (
        <Button variant="default" onClick={() => setAll(true)}>
          Show {groups.length - shown.length} more
        </Button>
      )}
    </div>
  );
}
