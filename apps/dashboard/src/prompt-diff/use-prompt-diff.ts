import type { PromptDiff } from '@trainyard/prompts/text-diff';
import { useEffect, useState } from 'react';

/** The texts of a prompt. */
export interface PromptTexts {
  system: string;
  output: string;
  examples: readonly { input: string; output: string }[];
}

export type DiffAnswer = { kind: 'working' } | { kind: 'ready'; diff: PromptDiff } | { kind: 'failed'; error: Error };

/** What changed from one text to another, found beside the page. */
export function usePromptDiff(before: PromptTexts, after: PromptTexts): DiffAnswer {
  const [answer, setAnswer] = useState<DiffAnswer>({ kind: 'working' });
  useEffect(() => {
    setAnswer({ kind: 'working' });
    const worker = new Worker(new URL('./diff-worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<PromptDiff>) => setAnswer({ kind: 'ready', diff: data });
    worker.onerror = ({ message }) => {
      setAnswer({ kind: 'failed', error: new Error(message || 'The versions could not be compared.') });
    };
    const parts = ({ system, output, examples }: PromptTexts) => ({ system, output, examples });
    worker.postMessage([parts(before), parts(after)]);
    return () => worker.terminate();
  }, [before, after]);
  return answer;
}
