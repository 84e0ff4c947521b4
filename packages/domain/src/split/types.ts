import type { DatasetManifest, SplitConfig, WindowConfig } from '@trainyard/contracts';

/** One row of `index.csv`. */
export interface IndexRow {
  sample_id: string;
  file: string;
  row: number | null;
  rate_hz: number | null;
  /** Samples in time. */
  n: number | null;
  scale: number | null;
  label: string | null;
  /** Every column as it is written, unit and condition columns included. */
  columns: Record<string, string>;
}

export interface DatasetIndex {
  columns: string[];
  rows: IndexRow[];
}

export type Part = 'train' | 'validation' | 'test';
export type Sizes = Record<Part, number>;

export interface SplitInput {
  manifest: DatasetManifest;
  index: DatasetIndex;
  split: SplitConfig;
  /** Where the trainer cuts signals into windows. */
  window: WindowConfig | null;
}

export interface SplitFile {
  by: string;
  /** Canonical CSV `sample_id,part`; its sha256 is the digest. */
  text: string;
  digest: string;
}

/** What a run's record keeps of a split, whatever its parts are called. */
export interface RecordedSplit extends SplitFile {
  sizes: Readonly<Record<string, number>>;
  /** Shown beside every score; null where nothing flatters. */
  note: string | null;
  /** The split by unit whose score is shown beside a flattering one. */
  companion: SplitFile | null;
  /** Classes that have too few units to be scored. */
  not_scored: string[];
  /** The test part is kept from the trainer. */
  sealed?: true;
}

export interface Split extends RecordedSplit {
  /** Samples by part, or windows where the trainer cuts them. */
  sizes: Sizes;
  /** Units (or recordings, rows, windows) by part. */
  units: Sizes;
  /** By class and part: samples or windows, as in `sizes`. */
  classes: Record<string, Sizes>;
}
