import { Button, CloseButton } from '@mantine/core';
import { closeToast, holdToasts, releaseToasts, useToasts } from './toast-store.ts';
import classes from './toasts.module.css';

const pausing = {
  onMouseEnter: holdToasts,
  onMouseLeave: releaseToasts,
  onFocus: holdToasts,
  onBlur: releaseToasts,
};

/** What is removed under the pointer or with the focus does not tell that either has left. */
function dismiss(id: number): void {
  closeToast(id);
  releaseToasts();
}

/** The corner where toasts appear. The region is always there, so that screen readers hear what comes into it. */
export function Toasts() {
  const toasts = useToasts();
  return (
    <section className={classes.region} aria-label="Messages" aria-live="polite" aria-relevant="additions" {...pausing}>
      {toasts.map(({ id, tone, title, lines, action }) => (
        <div key={id} className={classes.toast} data-tone={tone}>
          <div className={classes.words}>
            <p className={classes.title}>{title}</p>
            {lines.map((line) => (
              <p key={line} className={classes.line}>
                {line}
              </p>
            ))}
            {action !== null && (
              <Button
                variant="default"
                className={classes.action ?? ''}
                onClick={() => {
                  dismiss(id);
                  action.run();
                }}
              >
                {action.label}
              </Button>
            )}
          </div>
          <CloseButton aria-label="Close this message" onClick={() => dismiss(id)} />
        </div>
      ))}
    </section>
  );
}
