function quoted(text: string): string {
  return text
    .replaceAll('\\', '%5C')
    .replaceAll('"', '%22')
    .replace(/[\r\n]/g, '_');
}

const part = (disposition: string, type: string): string =>
  `Content-Disposition: form-data; ${disposition}\r\nContent-Type: ${type}\r\n\r\n`;

/**
 * Multipart by hand: FormData would cut the folders off the names. A Blob of Blobs refers to the files, it does not read
 * them, and it tells its length beforehand.
 */
export function uploadBody(
  given: { name: string; config: Record<string, unknown>; files: readonly { path: string; file: Blob }[] },
  boundary: string,
): Blob {
  const pieces: BlobPart[] = [
    `--${boundary}\r\n${part('name="name"', 'text/plain; charset=utf-8')}${given.name}\r\n`,
    `--${boundary}\r\n${part('name="config"', 'application/json')}${JSON.stringify(given.config)}\r\n`,
  ];
  for (const { path, file } of given.files) {
    const head = part(`name="files"; filename="${quoted(path)}"`, 'application/octet-stream');
    pieces.push(`--${boundary}\r\n${head}`, file, '\r\n');
  }
  pieces.push(`--${boundary}--\r\n`);
  return new Blob(pieces);
}
