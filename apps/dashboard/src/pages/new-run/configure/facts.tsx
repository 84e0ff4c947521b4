import { IconAlertTriangle } from '@tabler/icons-react';
import { ErrorState } from '../../../components/error-state.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { formatDuration } from '../../../format/duration.ts';
import { formatMoney } from '../../../format/money.ts';
import { formatInteger } from '../../../format/number.ts';
import type { Draft } from '../draft/draft.ts';
import { checkpointText, costText, type EstimateText, timeText } from './estimate-text.ts';
import classes from './facts.module.css';
import type { Setup } from './use-setup.ts';

/** What the run will take, what its data give, and what is wrong or to be known before. */
export function Facts({ setup, draft, show }: { setup: Setup; draft: Draft; show: (path: string) => void }) {
  const { checked, current, problems, checkError } = setup;
  if (checked === null) {
    return (
      <Panel title="What to expect">
        {checkError === null ? <LoadingState what="Checking the settings" /> : <ErrorState error={checkError} />}
      </Panel>
    );
  }
  const { estimate, split, warnings } = checked;
  const cost = costText(estimate);
  const runs = draft.variations.length + 1;
  return (
    <>
      {problems.length > 0 && (
        <Panel
          title={problems.length === 1 ? '1 problem' : `${problems.length} problems`}
          className={classes.bad ?? ''}
        >
          <ul className={classes.list}>
            {problems.slice(0, 20).map(({ path, message, field }) => (
              <li key={`${path}\n${message}`}>
                {field === null ? (
                  <>
                    <span dir="auto">{message}</span>{' '}
                    {Object.hasOwn(draft.changes, path) && (
                      <button type="button" className={classes.link} onClick={() => setup.reset(path)}>
                        Take it out
                      </button>
                    )}
                  </>
                ) : (
                  <button type="button" className={classes.link} onClick={() => show(field)} dir="auto">
                    {message}
                  </button>
                )}
              </li>
            ))}
            {problems.length > 20 && <li>… and {problems.length - 20} more</li>}
          </ul>
        </Panel>
      )}
      <Panel title="What to expect" note={runs > 1 ? 'each run' : undefined}>
        <div className={classes.figures} data-old={!current}>
          <Figure label="Time" text={timeText(estimate)} none="No run of it has completed yet" />
          <Figure label="Checkpoint" text={checkpointText(estimate)} none="Not known before the first run" />
          {cost !== null && <Figure label="Cost" text={cost} none="" />}
        </div>
        {runs > 1 && draft.mode === 'sequential' && estimate.seconds !== null && (
          <p className={classes.band}>
            All {runs}, one after the other: about {formatDuration(estimate.seconds.value * runs)}
          </p>
        )}
        {runs > 1 && estimate.cost !== null && (
          <p className={classes.band}>
            All {runs} together: about {formatMoney(estimate.cost.value * runs, estimate.cost.currency)}
          </p>
        )}
      </Panel>
      {split !== null && (
        <Panel
          title="Split"
          note={`by ${split.by}, in ${Object.hasOwn(checked.config, 'window') ? 'windows' : 'samples'}`}
        >
          <dl className={classes.sizes}>
            {Object.entries(split.sizes).map(([part, size]) => (
              <div key={part}>
                <dt>{part}</dt>
                <dd>{formatInteger(size)}</dd>
              </div>
            ))}
          </dl>
          {split.note !== null && <p className={classes.honest}>{split.note}</p>}
        </Panel>
      )}
      {warnings.length > 0 && (
        <Panel title="Good to know">
          <ul className={classes.warnings}>
            {warnings.map(({ code, message }) => (
              <li key={code}>
                <IconAlertTriangle size={15} aria-hidden />
                <span dir="auto">{message}</span>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

function Figure({ label, text, none }: { label: string; text: EstimateText | null; none: string }) {
  return (
    <div>
      <span className={classes.name}>{label}</span>
      {text === null ? (
        <span className="muted">{none}</span>
      ) : (
        <>
          <span className={classes.figure}>{text.figure}</span>
          <span className={classes.band}>{text.band === null ? text.basis : `${text.band}, ${text.basis}`}</span>
        </>
      )}
    </div>
  );
}
