export { canonicalJson } from './datasets.ts';
export { openFiles } from './open.ts';
export { below, plainFileBelow } from './paths.ts';
export { bytesInWords } from './space.ts';
export { hashFile } from './stage.ts';
export type {
  FileRecord,
  Files,
  FilesOptions,
  OpenedFile,
  RegisteredDataset,
  Source,
  StoredObject,
  Upload,
  UploadQuota,
} from './types.ts';
