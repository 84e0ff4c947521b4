import { join } from 'node:path';
import {
  type DatasetManifest,
  type DatasetSample,
  indexColumns,
  type SignalView,
  TrainyardError,
} from '@trainyard/contracts';
import {
  amplitudeSpectrum,
  type DatasetIndex,
  envelopeOf,
  type IndexRow,
  parseIndex,
  recordingOf,
  thinSpectrum,
  windowStart,
} from '@trainyard/domain';
import type { Files } from '@trainyard/files';
import { BoundedCache } from './bounded-cache.ts';
import type { Units } from './compare-predictions.ts';
import { readSignal, UnreadableSignal } from './npy.ts';
import type { ThreadTasks } from './thread-task.ts';

/** Rows of indexes that stay in memory; content never changes, so neither does what was read. */
const keptRows = 300_000;

interface ReadDataset {
  manifest: DatasetManifest;
  index: DatasetIndex;
  byId: Map<string, IndexRow>;
}

function sampleOf(row: IndexRow): DatasetSample {
  const fixed: readonly string[] = indexColumns;
  const { sample_id, file, label, rate_hz, n } = row;
  const columns = Object.fromEntries(Object.entries(row.columns).filter(([name]) => !fixed.includes(name)));
  const seconds = n === null || rate_hz === null || rate_hz === 0 ? null : n / rate_hz;
  return { sample_id, file, label, rate_hz, n, seconds, columns };
}

/** Samples and signals of data set versions. */
export class DatasetReader {
  readonly #files: Files;
  readonly #read = new BoundedCache<ReadDataset>(keptRows);

  constructor(files: Files) {
    this.#files = files;
  }

  #dataset(digest: string): Promise<ReadDataset> {
    const make = async (): Promise<ReadDataset> => {
      const { manifest, index: text } = await this.#files.readDataset(digest);
      const index = parseIndex(text);
      return { manifest, index, byId: new Map(index.rows.map((row) => [row.sample_id, row])) };
    };
    return this.#read.get(digest, make, (dataset) => dataset.index.rows.length);
  }

  /** Null where the data set declares no physical unit, or is gone: its runs can still be compared. */
  async unitsOf(digest: string): Promise<Units | null> {
    const dataset = await this.#dataset(digest).catch((error: unknown) => {
      if (error instanceof TrainyardError && error.code === 'dataset-not-found') return null;
      throw error;
    });
    const column = dataset?.manifest.unit_column ?? null;
    if (dataset === null || column === null) return null;
    return { column, of: (recording) => dataset.byId.get(recording)?.columns[column] || null };
  }

  async samples({
    digest,
    label,
    offset,
    limit,
  }: ThreadTasks['samples']['ask']): Promise<ThreadTasks['samples']['answer']> {
    const { manifest, index } = await this.#dataset(digest);
    // Of a table the index names the file, not samples.
    if (manifest.kind !== 'signals') return { items: [], total: 0 };
    const rows = label === undefined ? index.rows : index.rows.filter((row) => row.label === label);
    return { items: rows.slice(offset, offset + limit).map(sampleOf), total: rows.length };
  }

  async signal(ask: ThreadTasks['signal']['ask']): Promise<SignalView> {
    const { name, digest, sample, channel, points, window } = ask;
    const { manifest, byId } = await this.#dataset(digest);
    const own = byId.get(sample);
    const row = own ?? byId.get(recordingOf(sample));
    if (row === undefined) throw new TrainyardError('sample-not-found', { name, sample: sample.slice(0, 200) });
    const refuse = (detail: string): never => {
      throw new TrainyardError('signal-unreadable', { sample: row.sample_id, detail });
    };
    if (manifest.kind !== 'signals') return refuse(`its data set is of kind ${manifest.kind}`);
    if (!manifest.files.some((file) => file.path === row.file)) return refuse('its file is not part of the data set');
    // Of a window only that is drawn, where it is known how windows were cut; else its whole recording.
    const start = own === undefined && window !== undefined ? windowStart(sample, window) : null;
    const [from, seconds] = start === null || !window ? [ask.from, ask.seconds] : [start, window.seconds];
    const rate = row.rate_hz ?? 0;
    if (rate <= 0) return refuse('its sampling rate is not known');
    try {
      const skip = Math.round(from * rate);
      const take = seconds === undefined ? null : Math.max(1, Math.round(seconds * rate));
      const place = { row: row.row, channel, n: row.n, scale: row.scale ?? 1, skip, take };
      const { values, channels } = await readSignal(join(this.#files.datasetFolder(digest), row.file), place);
      return {
        sample_id: row.sample_id,
        channel,
        channels: Array.from({ length: channels }, (_, i) => manifest.channels[i] ?? `channel ${i + 1}`),
        rate_hz: rate,
        from_s: skip / rate,
        n: values.length,
        waveform: envelopeOf(values, rate, points, skip / rate),
        spectrum: thinSpectrum(amplitudeSpectrum(values, rate), points),
      };
    } catch (error) {
      if (error instanceof UnreadableSignal) return refuse(error.message);
      throw error;
    }
  }
}
