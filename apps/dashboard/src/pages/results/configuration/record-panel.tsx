import { Link } from '@tanstack/react-router';
import type { FrozenRun } from '@trainyard/contracts';
import type { ReactNode } from 'react';
import { CopyButton } from '../../../components/copy-button.tsx';
import { Panel } from '../../../components/panel.tsx';
import { formatDuration } from '../../../format/duration.ts';
import { formatInteger } from '../../../format/number.ts';
import classes from './configuration.module.css';

/** Data, split, code and environment, by their digests. */
export function RecordPanel({ config, readOnly }: { config: FrozenRun; readOnly: boolean }) {
  const { trainer, dataset, split, resources } = config;
  const facts: [label: string, value: ReactNode][] = [
    [
      'Trainer',
      readOnly ? (
        trainer.id
      ) : (
        <Link key="t" to="/trainers/$id" params={{ id: trainer.id }}>
          {trainer.id}
        </Link>
      ),
    ],
    ['Preset', config.preset ?? 'none'],
    ['Code', <Digest key="c" digest={trainer.code_digest} what="the digest of the code" />],
    ['Git commit', <Digest key="g" digest={trainer.git_commit} what="the commit" />],
    ['Environment', trainer.environment],
    ['Package lock', <Digest key="l" digest={trainer.lock_digest} what="the digest of the package lock" />],
    ['Data set', dataset === null ? 'none' : `${dataset.name}, version ${dataset.version}`],
    ['Data', <Digest key="d" digest={dataset?.digest ?? null} what="the digest of the data" />],
    ['Split', split === null ? 'none' : `by ${split.by}`],
    ['Sizes', split === null ? null : sizeWords(split.sizes)],
    ['Not scored', split === null || split.not_scored.length === 0 ? null : split.not_scored.join(', ')],
    ['Split file', <Digest key="s" digest={split?.digest ?? null} what="the digest of the split" />],
    ['Seed', config.seed],
    ['Threads', resources.threads],
    ['GPUs', resources.gpus],
    ['Time limit', formatDuration(config.time_limit_s)],
  ];
  return (
    <Panel title="Record">
      {split?.note != null && (
        <p className={classes.caveat} dir="auto">
          {split.note}
        </p>
      )}
      <dl className={classes.facts}>
        {facts
          .filter(([, value]) => value !== null)
          .map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{typeof value === 'string' ? <bdi>{value}</bdi> : value}</dd>
            </div>
          ))}
      </dl>
    </Panel>
  );
}

function sizeWords(sizes: Readonly<Record<string, number>>): string {
  const order = ['train', 'validation', 'test'];
  return Object.entries(sizes)
    .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
    .map(([part, size]) => `${formatInteger(size)} ${part}`)
    .join(', ');
}

function Digest({ digest, what }: { digest: string | null; what: string }) {
  if (digest === null) return <span className="muted">none</span>;
  return (
    <span className={classes.digest}>
      <code title={digest}>{digest.slice(0, 16)}</code>
      <CopyButton text={digest} what={what} />
    </span>
  );
}
