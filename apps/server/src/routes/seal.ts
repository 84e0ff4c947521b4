import { TrainyardError } from '@trainyard/contracts';
import { getFrozenRun, getRun, getSeal, openSeal } from '@trainyard/store';
import type { Handlers } from '../http/handler.ts';
import type { Parts } from '../parts.ts';

export function sealRoutes({ store, analysis }: Parts): Handlers<'getSeal' | 'openSeal'> {
  async function sealedRun(ref: string) {
    const { id, number } = await getRun(store, ref);
    const frozen = await getFrozenRun(store, id);
    const sealed = frozen?.split?.sealed === true && frozen.dataset !== null ? frozen.split : null;
    return { id, number, split: sealed, dataset: frozen?.dataset ?? null, items: sealed?.sizes.test ?? 0 };
  }
  return {
    async getSeal({ params }) {
      const { id, split, items } = await sealedRun(params.id);
      return { sealed: split !== null, items, opened: split === null ? null : await getSeal(store, id) };
    },
    async openSeal({ params, body, request }) {
      const { id, number, split, dataset, items } = await sealedRun(params.id);
      if (request.keyRunId !== id) {
        throw new TrainyardError('forbidden', { role: 'member (only the key of the run itself opens its seal)' });
      }
      if (split === null || dataset === null) throw new TrainyardError('seal-missing', { run: number });
      // Read before it is opened: a data set that is gone must not cost the only look.
      const ask = { digest: dataset.digest, split: split.digest };
      const { items: test } = await analysis.pictures.ask('test-items', ask);
      const opened = await openSeal(store, { id, number, splitDigest: split.digest }, body.finalists);
      return { sealed: true, items, opened, test };
    },
  };
}
