import { type FrozenRun, shortReason } from '@trainyard/contracts';
import { oneLine, shorten } from '@trainyard/sections';
import type { Block } from './blocks.ts';
import type { ReadRun } from './read-run.ts';
import { monoCell, plainCell, tableBlock } from './table.ts';
import { capital, ofBytes, ofDigest, ofDuration, ofTime, ofValue } from './words.ts';

type Fact = Extract<Block, { kind: 'facts' }>['rows'][number];
const fact = (label: string, value: string, mono = false): Fact => ({ label, value, mono });

function ofDataset(dataset: ReadRun['run']['dataset']): string {
  return dataset === null ? 'none' : `${shorten(dataset.name, 60)}, version ${dataset.version}`;
}

function ofSplit(frozen: FrozenRun | null): string {
  const split = frozen?.split ?? null;
  if (split === null) return 'none';
  const parts = ['train', 'validation', 'test'];
  const sizes = Object.entries(split.sizes)
    .sort(([a], [b]) => parts.indexOf(a) - parts.indexOf(b))
    .filter(([, n]) => n > 0)
    .map(([part, n]) => `${n} ${part}`);
  return `by ${oneLine(split.by)}${sizes.length === 0 ? '' : `: ${sizes.join(', ')}`}`;
}

/** What a reader wants to know before any figure. */
export function runFacts({ run, frozen, attempts }: ReadRun): Block {
  const trainer = run.trainer === null ? 'an outside program' : run.trainer;
  return {
    kind: 'facts',
    rows: [
      fact('Run', `#${run.number}`),
      fact('Status', [capital(run.status), shortReason(run.reason)].filter((word) => word !== null).join(' · ')),
      fact('Trainer', run.preset === null ? trainer : `${trainer}, preset ${run.preset}`),
      fact('Data set', ofDataset(run.dataset)),
      fact('Split', ofSplit(frozen)),
      fact('Data digest', ofDigest(run.dataset?.digest), true),
      fact('Started', ofTime(run.started_at)),
      fact('Ended', ofTime(run.ended_at)),
      fact('Time', ofDuration(run.running_s)),
      fact('Attempts', String(Math.max(run.attempt, attempts.length))),
      fact('Owner', shorten(run.owner.name, 60)),
      fact('Experiment', shorten(run.experiment.name, 60)),
    ],
  };
}

function leaves(value: unknown, prefix: string, into: [string, unknown][]): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0) {
    for (const [key, item] of Object.entries(value)) leaves(item, prefix === '' ? key : `${prefix}.${key}`, into);
  } else into.push([prefix, value]);
}

const origins: Record<string, string> = { default: 'default', preset: 'preset', file: 'file', set: 'set by hand' };

export function configurationTable(frozen: FrozenRun): Block {
  const settings: [string, unknown][] = [];
  leaves(frozen.config, '', settings);
  return tableBlock({
    caption: '',
    columns: [
      { label: 'Setting', align: 'left' },
      { label: 'Value', align: 'left' },
      { label: 'From', align: 'left' },
    ],
    rows: settings.map(([key, value]) => {
      const origin = frozen.origin[key];
      return [plainCell(oneLine(key)), plainCell(ofValue(value)), plainCell(origins[origin ?? ''] ?? '')];
    }),
  });
}

/** All that a repeat needs, and under what the run was carried. */
export function recordTable({ run, frozen, circumstances }: ReadRun): Block {
  const rows: [string, string, boolean][] = [];
  const say = (label: string, value: string | null | undefined, mono = false): void => {
    if (value !== null && value !== undefined && value !== '') rows.push([label, value, mono]);
  };
  say('Data set digest', frozen?.dataset?.digest ?? run.dataset?.digest, true);
  say('Split', ofSplit(frozen));
  say('Split digest', frozen?.split?.digest, true);
  say('Not scored', frozen?.split?.not_scored.join(', '));
  say('Seed', String(frozen?.seed ?? run.seed ?? ''));
  say('Threads', String(frozen?.resources.threads ?? run.threads ?? ''));
  say('GPUs', String(frozen?.resources.gpus ?? run.gpus));
  say('Time limit', frozen === null ? null : ofDuration(frozen.time_limit_s));
  say('Code digest', circumstances?.code_digest ?? frozen?.trainer.code_digest, true);
  if (circumstances?.code_digest !== undefined && circumstances.code_digest !== frozen?.trainer.code_digest) {
    say('Code digest at submit', frozen?.trainer.code_digest, true);
  }
  say('Commit', frozen?.trainer.git_commit, true);
  say('Environment', frozen?.trainer.environment);
  say('Lock digest', frozen?.trainer.lock_digest, true);
  say('Host', circumstances?.host);
  say('Processor', circumstances === null ? null : `${circumstances.processor}, ${circumstances.cores} cores`);
  say('Memory', circumstances === null ? null : ofBytes(circumstances.memory_bytes));
  say('System', circumstances?.system);
  say('GPU numbers', circumstances?.devices.join(', '));
  say('Torch build', circumstances?.torch_build);
  for (const [name, version] of Object.entries(circumstances?.versions ?? {})) say(name, version);
  return tableBlock({
    caption: '',
    columns: [
      { label: 'What', align: 'left' },
      { label: 'Value', align: 'left' },
    ],
    rows: rows.map(([label, value, mono]) => [
      plainCell(oneLine(label)),
      mono ? monoCell(value) : plainCell(oneLine(value)),
    ]),
  });
}

export function attemptsTable({ attempts }: ReadRun): Block {
  return tableBlock({
    caption: 'Attempts',
    columns: [
      { label: 'Attempt', align: 'right' },
      { label: 'Worker', align: 'left' },
      { label: 'Started', align: 'left' },
      { label: 'Ended', align: 'left' },
      { label: 'Resumed from', align: 'left' },
      { label: 'Why it ended', align: 'left' },
    ],
    rows: attempts.map((one) => [
      plainCell(String(one.attempt)),
      plainCell(`${one.worker} on ${one.host}`),
      plainCell(ofTime(one.started_at)),
      plainCell(ofTime(one.ended_at)),
      plainCell(one.resumed_from ?? '–'),
      plainCell(one.end?.message ?? '–'),
    ]),
  });
}

export function filesTable({ files }: ReadRun): Block {
  return tableBlock({
    caption: '',
    columns: [
      { label: 'File', align: 'left' },
      { label: 'Kind', align: 'left' },
      { label: 'Size', align: 'right' },
      { label: 'sha256', align: 'left' },
    ],
    rows: files.map((file) => [
      plainCell(file.path),
      plainCell(file.kind),
      plainCell(ofBytes(file.size)),
      monoCell(file.sha256.slice(0, 16)),
    ]),
  });
}
