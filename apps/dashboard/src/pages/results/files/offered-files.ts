import type { Run } from '@trainyard/contracts';
import { formatNumber } from '../../../format/number.ts';
import type { RunFile } from '../result-source.ts';

export interface OfferedFile {
  label: string;
  note: string;
  address: string;
}

type FileOfRun = Pick<RunFile, 'path' | 'kind' | 'meta'>;

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** What was found when an exported model was held against the one that was trained; from what the trainer said of it. */
export function replayWords(meta: Readonly<Record<string, unknown>>): string | null {
  const difference = number(meta.largest_difference);
  const samples = number(meta.replayed_samples);
  if (difference === null) return null;
  const on = samples === null ? '' : ` on ${formatNumber(samples)} samples`;
  return `replayed${on}: scores differ by at most ${formatNumber(difference)}`;
}

const kinds: readonly { kind: string; label: string }[] = [
  { kind: 'report', label: 'Report' },
  { kind: 'model', label: 'Model' },
  { kind: 'onnx', label: 'ONNX model' },
  { kind: 'predictions', label: 'Predictions' },
];

/** The files that people come for, first; the list below has all of them. */
export function offeredFiles(
  run: Run,
  files: readonly FileOfRun[],
  addressOf: (path: string) => string,
): OfferedFile[] {
  const found = kinds.flatMap(({ kind, label }) =>
    files
      .filter((file) => file.kind === kind)
      .map((file) => {
        const words = kind === 'onnx' ? replayWords(file.meta) : text(file.meta.format);
        return { label, note: words === null ? file.path : `${file.path}, ${words}`, address: addressOf(file.path) };
      }),
  );
  const base = `/api/v1/runs/${run.number}`;
  return [
    ...found,
    ...(run.executor === 'worker'
      ? [
          {
            label: 'Configuration',
            note: 'YAML: all that a repeat needs',
            address: `${base}/config.yaml`,
          },
        ]
      : []),
    { label: 'History', note: 'JSON: every point of every metric', address: `${base}/history.json` },
    { label: 'TensorBoard', note: 'ZIP: the curves as event files', address: `${base}/tensorboard.zip` },
    { label: 'Log', note: 'text', address: `${base}/logs.txt` },
  ];
}
