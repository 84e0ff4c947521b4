import { Button } from '@mantine/core';
import { IconCopy, IconPlayerTrackNext } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { Recommendation } from '@trainyard/contracts';
import { Panel } from '../../../components/panel.tsx';
import { cloneAddress } from './clone-address.ts';
import classes from './overview.module.css';

export interface RecommendationsProps {
  number: number;
  recommendations: readonly Recommendation[];
  /** Absent for those who may only read. */
  onContinue?: (() => void) | undefined;
  readOnly: boolean;
}

/** What the figures suggest, each with the figures that it rests on and one thing to do about it. */
export function Recommendations({ number, recommendations, onContinue, readOnly }: RecommendationsProps) {
  const navigate = useNavigate();
  return (
    <Panel title="What the figures suggest" flush>
      {recommendations.length === 0 && (
        <p className={classes.none}>
          Nothing stands out: no weak class, no sign of overfitting, no doubt about the split.
        </p>
      )}
      <ul className={classes.recommendations} aria-label="Recommendations">
        {recommendations.map(({ id, title, evidence, action }) => (
          <li key={id}>
            <div className={classes.words}>
              <h3 dir="auto">{title}</h3>
              <p className="muted" dir="auto">
                {evidence}
              </p>
            </div>
            {!readOnly && action?.kind === 'clone' && (
              <Button
                variant="default"
                leftSection={<IconCopy size={15} aria-hidden />}
                onClick={() => void navigate({ href: cloneAddress(number, action.config) })}
              >
                {action.label}
              </Button>
            )}
            {action?.kind === 'continue' && onContinue !== undefined && (
              <Button
                variant="default"
                leftSection={<IconPlayerTrackNext size={15} aria-hidden />}
                onClick={onContinue}
              >
                {action.label}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
