import type { StreamedEvent } from '@trainyard/api-client';

export interface StreamSpec {
  topics: readonly string[];
  /** `run:<id>=12;runs=340`: where it goes on. */
  cursor: string;
  signal: AbortSignal;
  /** The stream is open and stands here. */
  onPlace: (cursor: string) => void;
  /** The connection was lost; it is tried again. */
  onLost: () => void;
}

export interface StreamSource {
  open(spec: StreamSpec): AsyncIterable<StreamedEvent>;
  /** Of these runs, those that are not there any more: one of them makes the server refuse the stream. */
  missing(runIds: readonly string[]): Promise<string[]>;
}
