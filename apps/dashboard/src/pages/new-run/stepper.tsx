import { IconCheck } from '@tabler/icons-react';
import { type StepId, steps } from './steps.ts';
import classes from './wizard.module.css';

/** The four steps; those that can be gone to are buttons. */
export function Stepper(props: { current: StepId; reachable: (id: StepId) => boolean; go: (id: StepId) => void }) {
  const { current, reachable, go } = props;
  const at = steps.findIndex((step) => step.id === current);
  return (
    <nav aria-label="Steps">
      <ol className={classes.steps}>
        {steps.map(({ id, title }, i) => {
          const status = i === at ? 'current' : i < at ? 'done' : 'ahead';
          const content = (
            <>
              <span className={classes.stepNumber} aria-hidden>
                {status === 'done' ? <IconCheck size={13} /> : i + 1}
              </span>
              <span className={classes.stepTitle}>{title}</span>
              {status === 'done' && <span className="unseen">, done</span>}
            </>
          );
          return (
            <li key={id} className={classes.step} data-status={status}>
              {id !== current && current !== 'launch' && reachable(id) ? (
                <button type="button" onClick={() => go(id)}>
                  {content}
                </button>
              ) : (
                <span {...(id === current ? { 'aria-current': 'step' as const } : {})}>{content}</span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
