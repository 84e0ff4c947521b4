import { setImmediate as nextTurn } from 'node:timers/promises';
import { metricGroup, type Run } from '@trainyard/contracts';
import { listSeries, readSeries, type Store } from '@trainyard/store';
import { scalarEvent, versionEvent } from './tfevents.ts';
import { type ZipEntry, zipStream } from './zip-stream.ts';

/** Written out at once; more would hold up other requests. */
const pointsAPiece = 1000;

/** `train/loss` is the tag `loss` of the group `train`: curves of the same tag lie over each other. */
function placeOf(key: string): { group: string; tag: string } {
  const at = key.indexOf('/');
  const group = metricGroup.safeParse(key.slice(0, Math.max(0, at)));
  return group.success ? { group: group.data, tag: key.slice(at + 1) } : { group: '', tag: key };
}

async function* eventsOf(store: Store, run: Run, series: readonly { key: string; tag: string }[]) {
  yield versionEvent(Date.parse(run.created_at) / 1000);
  for (const { key, tag } of series) {
    const { steps, values, times } = await readSeries(store, run, key);
    for (let from = 0; from < steps.length; from += pointsAPiece) {
      const piece: Buffer[] = [];
      for (let i = from; i < Math.min(steps.length, from + pointsAPiece); i += 1) {
        const [step = 0, value = Number.NaN, ms = 0] = [steps[i], values[i], times[i]];
        piece.push(scalarEvent({ tag, step, value, wallTime: ms / 1000 }));
      }
      yield Buffer.concat(piece);
      await nextTurn();
    }
  }
}

async function* entriesOf(store: Store, run: Run): AsyncGenerator<ZipEntry> {
  const groups = new Map<string, { key: string; tag: string }[]>();
  for (const { key } of await listSeries(store, run.id)) {
    const { group, tag } = placeOf(key);
    groups.set(group, [...(groups.get(group) ?? []), { key, tag }]);
  }
  const second = Math.floor(Date.parse(run.created_at) / 1000);
  for (const [group, series] of groups) {
    const folder = group === '' ? `run-${run.number}` : `run-${run.number}/${group}`;
    const path = `${folder}/events.out.tfevents.${second}.trainyard`;
    yield { path, content: eventsOf(store, run, series) };
  }
}

/** The scalar series of a run as a zip archive of event files, a folder a group: `tensorboard --logdir` reads it unpacked. */
export function tensorboardZip(store: Store, run: Run): AsyncGenerator<Buffer> {
  return zipStream(entriesOf(store, run), new Date(run.created_at));
}
