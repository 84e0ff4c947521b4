import type { Readable } from 'node:stream';
import type { DatasetManifest } from '@trainyard/contracts';
import type { Settings } from '@trainyard/settings';

export interface StoredObject {
  sha256: string;
  size: number;
}

export interface FileRecord {
  path: string;
  size: number;
  sha256: string;
}

/** Bytes from memory, a stream, or a plain file on this host (copied: its writer may still change it). */
export type Source = Uint8Array | Readable | { path: string };

export interface OpenedFile {
  stream: Readable;
  /** Of the whole file. */
  size: number;
  start: number;
  /** Inclusive, as in HTTP. */
  end: number;
}

export interface RegisteredDataset {
  digest: string;
  folder: string;
  manifest: DatasetManifest;
  /** Text of index.csv. */
  index: string;
  size: number;
  /** The same content was here before. */
  existed: boolean;
}

export interface Upload {
  readonly id: string;
  readonly folder: string;
  /** Streams one file to a path below the folder. */
  write(path: string, source: Readable | Uint8Array): Promise<StoredObject>;
  readonly files: number;
  readonly size: number;
  /** Removes everything uploaded so far. */
  drop(): Promise<void>;
}

export interface UploadQuota {
  maxFiles: number;
  maxBytes: number;
}

/** The only writer below the files root. Every path from outside is checked; nothing is ever half-written. */
export interface Files {
  readonly root: string;
  putObject(source: Source): Promise<StoredObject>;
  objectPath(sha256: string): string;
  hasObject(sha256: string): Promise<boolean>;

  /** Verifies every file against manifest.json, then moves or copies the folder to datasets/<digest>. */
  registerDataset(folder: string): Promise<RegisteredDataset>;
  datasetFolder(digest: string): string;
  readDataset(digest: string): Promise<{ manifest: DatasetManifest; index: string; size: number }>;

  writeSplit(text: string): Promise<{ digest: string; path: string }>;
  splitPath(digest: string): string;

  /** Stores the file's content as an object and links it at runs/<run>/files/<path>; a stated sha256 must match. */
  saveArtifact(input: { runId: string; path: string; source: Source; sha256?: string }): Promise<StoredObject>;
  artifactPath(runId: string, path: string): Promise<string>;
  openArtifact(runId: string, path: string, range?: { start?: number; end?: number }): Promise<OpenedFile>;

  /** Verifies size and sha256 of each file, then links the folder at runs/<run>/checkpoints/<name>/. */
  saveCheckpoint(input: {
    runId: string;
    name: string;
    folder: string;
    files: readonly FileRecord[];
  }): Promise<{ folder: string; size: number }>;
  checkpointFolder(runId: string, name: string): string;
  /** What is wrong with a stored checkpoint; empty = whole. */
  verifyCheckpoint(runId: string, name: string, files: readonly FileRecord[]): Promise<string[]>;
  dropCheckpoint(runId: string, name: string): Promise<void>;

  /** `artifacts` (default): the files people see, checkpoints stay. */
  dropRun(runId: string, what?: 'artifacts' | 'everything'): Promise<void>;

  beginUpload(id: string, quota?: Partial<UploadQuota>): Promise<Upload>;
  uploadFolder(id: string): string;
  dropUpload(id: string): Promise<void>;

  freeBytes(): Promise<number>;
  /** Throws TrainyardError('disk-low') where less than this, plus the reserve of the settings, is free. */
  requireSpace(bytes: number): Promise<void>;
  /** Removes what interrupted writes and dropped runs left behind, older than this. */
  sweep(olderThanMs: number): Promise<{ files: number; bytes: number }>;
}

export interface FilesOptions {
  root: string;
  /** Kept free at all times; settings.diskLowBytes. */
  reserveBytes?: Settings['diskLowBytes'];
  quota?: Partial<UploadQuota>;
}
