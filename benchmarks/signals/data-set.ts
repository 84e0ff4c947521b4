/** A data set version on disk, and what the splits need to know of its recordings. */
export interface Recording {
  id: string;
  label: string;
  /** The physical bearing or rig. */
  unit: string;
  /** The part of it that is held out together: a fault size of every class, or a group of rigs. */
  unitGroup: string;
  /** The load, or a group of operating points of about the same load. */
  load: string;
  windows: number;
}

export interface BenchmarkData {
  id: 'cwru' | 'demo';
  title: string;
  folder: string;
  classes: readonly string[];
  window: { seconds: number; overlap: number };
  /** Settings of trainers that need to know the shaft's speed. */
  speed: { column: string; unit: 'Hz' | 'rpm' };
  recordings: Recording[];
  /** What "a load" and "a unit" are here. */
  words: { load: string; unit: string };
}
