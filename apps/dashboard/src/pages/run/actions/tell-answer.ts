import type { EventDataOf } from '@trainyard/contracts';
import { toast } from '../../../components/toast-store.ts';

const asked = {
  pause: 'pause',
  resume: 'resume',
  stop: 'stop',
  cancel: 'cancel',
  checkpoint: 'save a checkpoint',
} as const;

/** A trainer may refuse what was asked of it, or not know how; then it is said. */
export function tellAnswer({ action, result, message }: EventDataOf<'command-answered'>): void {
  if (result === 'ok') {
    if (action === 'checkpoint') toast({ tone: 'ok', title: 'The checkpoint is saved.' });
    return;
  }
  const title =
    result === 'unsupported' ? `This trainer cannot ${asked[action]}.` : `The trainer refused to ${asked[action]}.`;
  toast({ tone: 'warn', title, lines: message === null || message === '' ? [] : [message] });
}
