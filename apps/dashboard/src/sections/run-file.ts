import { client } from '../api/client.ts';

/** Reads a file that a section speaks of, from wherever the section came. */
export type ReadFile = (path: string, signal: AbortSignal) => Promise<ArrayBuffer>;

/** Files below the output of a run. */
export function runFileReader(run: string | number): ReadFile {
  return async (path, signal) => {
    const inside = path.split('/').map(encodeURIComponent).join('/');
    const answer = await client.download(`/api/v1/runs/${encodeURIComponent(run)}/files/${inside}`, { signal });
    return answer.arrayBuffer();
  };
}
