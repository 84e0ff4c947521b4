import type { RunProgress } from '@trainyard/contracts';

/** `41/60` epochs, else steps, else per cent; null while nothing is known. One epoch alone says nothing. Of a step that is under way, those before it count. */
export function progressText(progress: RunProgress): string | null {
  const { epoch, total_epochs, step, total_steps, fraction } = progress;
  if (epoch !== null && total_epochs !== null && total_epochs > 1) return `${Math.floor(epoch)}/${total_epochs}`;
  if (step !== null && total_steps !== null) return `${Math.floor(step)}/${total_steps}`;
  return fraction === null ? null : `${Math.floor(fraction * 100)}\u202f%`;
}
