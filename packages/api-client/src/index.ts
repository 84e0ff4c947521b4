export { ApiError } from './api-error.ts';
export { type CallInput, type Client, type ClientOptions, createClient, type FileToClassify } from './client.ts';
export type { EventsOptions, StreamedEvent, StreamedLogLine } from './events.ts';
export { paths } from './paths.ts';
export type { DatasetUpload, UploadSource } from './upload.ts';
