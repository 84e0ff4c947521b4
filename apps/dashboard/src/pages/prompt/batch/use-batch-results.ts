import type { BatchResult } from '@trainyard/contracts';
import { useEffect, useState } from 'react';
import { client } from '../../../api/client.ts';

/** Rows that a page shows; the file holds all. */
export const mostShown = 200;
const retryMs = 1000;
/** What comes within this time is drawn together. */
const drawMs = 150;

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

export interface ShownResults {
  rows: readonly BatchResult[];
  /** Whether all there will be, or all that is shown, has come. */
  whole: boolean;
}

/** The first results of a batch, as they come; a stream that is cut goes on after the last one. */
export function useBatchResults(id: string, status: BatchResult['status'] | null): ShownResults {
  const [shown, setShown] = useState<ShownResults>({ rows: [], whole: false });
  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    const rows: BatchResult[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = (whole: boolean): void => {
      clearTimeout(timer);
      timer = undefined;
      if (!signal.aborted) setShown({ rows: [...rows], whole });
    };
    const read = async (): Promise<void> => {
      const query = new URLSearchParams({
        follow: 'true',
        cursor: String(rows.at(-1)?.cursor ?? 0),
        limit: String(mostShown - rows.length),
        ...(status === null ? {} : { status }),
      });
      const response = await client.download(`/api/v1/batches/${id}/results?${query}`, { signal });
      if (response.body === null) return;
      for await (const line of linesOf(response.body)) {
        // The server has checked it against the same table as this page.
        rows.push(JSON.parse(line) as BatchResult);
        timer ??= setTimeout(() => draw(false), drawMs);
      }
    };
    const follow = async (): Promise<void> => {
      setShown({ rows: [], whole: false });
      while (!signal.aborted && rows.length < mostShown) {
        try {
          await read();
          break;
        } catch {
          // Cut, or the server is away: once more, from where it was.
          await new Promise((resolve) => setTimeout(resolve, retryMs));
        }
      }
      draw(true);
    };
    void follow();
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, [id, status]);
  return shown;
}
