/** The stream's place in every topic: `run:<id>=12;runs=340`. */
export type Cursor = Map<string, number>;

export function parseCursor(text: string | undefined): Cursor {
  const cursor: Cursor = new Map();
  for (const part of (text ?? '').split(';')) {
    const at = part.lastIndexOf('=');
    if (at <= 0) continue;
    const seq = Number(part.slice(at + 1));
    if (Number.isSafeInteger(seq) && seq >= 0) cursor.set(part.slice(0, at), seq);
  }
  return cursor;
}

export function formatCursor(cursor: Cursor): string {
  return [...cursor].map(([topic, seq]) => `${topic}=${seq}`).join(';');
}
