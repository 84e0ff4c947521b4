/** What the last lines of stderr say about why a trainer failed. */
export interface StderrSummary {
  /** The line that names the error: of a Python traceback or of Node. */
  error: string | null;
  outOfMemory: boolean;
  diskFull: boolean;
}

/** `ValueError: bad`, `torch.cuda.OutOfMemoryError: …`, `KeyboardInterrupt`: names in CamelCase, maybe with a module. */
const errorLine = /^(?:[\w.]+\.)?[A-Z]\w*(?:Error|Exception|Interrupt|Exit|Warning|Iteration|Group)\b(?:: .*)?$/;
const memoryWords =
  /\bMemoryError\b|CUDA out of memory|OutOfMemoryError|std::bad_alloc|Cannot allocate memory|\bENOMEM\b|JavaScript heap out of memory|Unable to allocate [\d.]+ [KMGT]iB/;
const diskWords = /No space left on device|\bENOSPC\b|Disk quota exceeded/;

export function readStderr(lines: readonly string[]): StderrSummary {
  const error = lines.findLast((line) => errorLine.test(line.trim()));
  const fallback = lines.findLast((line) => line.trim() !== '');
  // Only the end counts: a handled error earlier in a night of output is not why the process ended.
  const end = lines.slice(-40).join('\n');
  return {
    error: (error ?? fallback)?.trim().slice(0, 1000) ?? null,
    outOfMemory: memoryWords.test(end),
    diskFull: diskWords.test(end),
  };
}
