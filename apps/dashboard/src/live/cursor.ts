/** The last seen number of every topic: `run:<id>=12;runs=340`, as the stream's event ids tell it. */
export type Cursor = ReadonlyMap<string, number>;

export function parseCursor(text: string): Map<string, number> {
  const cursor = new Map<string, number>();
  for (const part of text.split(';')) {
    const at = part.lastIndexOf('=');
    const seq = Number(part.slice(at + 1));
    if (at > 0 && Number.isSafeInteger(seq)) cursor.set(part.slice(0, at), seq);
  }
  return cursor;
}

export function formatCursor(cursor: Cursor): string {
  return [...cursor].map(([topic, seq]) => `${topic}=${seq}`).join(';');
}
