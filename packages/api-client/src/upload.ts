/** Content that can be read as a stream: a `File`, a `Blob` (Node: `fs.openAsBlob(path)`), or bytes. */
export type UploadSource = Blob | Uint8Array<ArrayBuffer>;

export interface DatasetUpload {
  name: string;
  /** Settings of the import. */
  config?: Record<string, unknown> | undefined;
  /** Paths are below the data set's folder, with `/`. */
  files: readonly { path: string; file: UploadSource }[];
  /** Bytes sent so far, after each piece. */
  onProgress?: ((sentBytes: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

function quoted(text: string): string {
  return text
    .replaceAll('\\', '%5C')
    .replaceAll('"', '%22')
    .replace(/[\r\n]/g, '_');
}

/**
 * Multipart by hand: `FormData` would read every file into memory first in Node, and browsers cut the folder off a file's name.
 */
export function multipartBody(upload: DatasetUpload): { boundary: string; stream: ReadableStream<Uint8Array> } {
  const boundary = `trainyard-${crypto.randomUUID()}`;
  const encoder = new TextEncoder();
  const head = (disposition: string, type: string) =>
    encoder.encode(`--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\nContent-Type: ${type}\r\n\r\n`);
  const lineEnd = encoder.encode('\r\n');

  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield head('name="name"', 'text/plain; charset=utf-8');
    yield encoder.encode(`${upload.name}\r\n`);
    yield head('name="config"', 'application/json');
    yield encoder.encode(`${JSON.stringify(upload.config ?? {})}\r\n`);
    for (const { path, file } of upload.files) {
      yield head(`name="files"; filename="${quoted(path)}"`, 'application/octet-stream');
      if (file instanceof Uint8Array) yield file;
      else yield* chunksOf(file);
      yield lineEnd;
    }
    yield encoder.encode(`--${boundary}--\r\n`);
  }

  const source = pieces();
  let sent = 0;
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await source.next();
      if (next.done) return controller.close();
      controller.enqueue(next.value);
      sent += next.value.byteLength;
      upload.onProgress?.(sent);
    },
    async cancel() {
      await source.return(undefined);
    },
  });
  return { boundary, stream };
}

async function* chunksOf(blob: Blob): AsyncGenerator<Uint8Array> {
  const reader = blob.stream().getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    reader.releaseLock();
  }
}
