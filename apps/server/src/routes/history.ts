import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Run, toWire } from '@trainyard/contracts';
import { listSeries, readSeries, type Store } from '@trainyard/store';

/** Written out at once; more would hold up other requests. */
const pointsAPiece = 5_000;

/** Every series whole, one after the other: `{v, run, series: [{key, points: [[step, value, ms], …]}]}`. */
export async function* historyJson(store: Store, run: Run): AsyncGenerator<string> {
  const { id, number, name } = run;
  yield `{"v":1,"run":${JSON.stringify({ id, number, name })},"series":[`;
  for (const [index, { key }] of (await listSeries(store, id)).entries()) {
    yield `${index === 0 ? '' : ','}\n{"key":${JSON.stringify(key)},"points":[`;
    const { steps, values, times } = await readSeries(store, run, key);
    for (let from = 0; from < steps.length; from += pointsAPiece) {
      const piece: unknown[] = [];
      for (let i = from; i < Math.min(steps.length, from + pointsAPiece); i += 1) {
        piece.push([steps[i], toWire(values[i] ?? Number.NaN), Math.round(times[i] ?? 0)]);
      }
      yield `${from === 0 ? '' : ','}${JSON.stringify(piece).slice(1, -1)}`;
      await nextTurn();
    }
    yield ']}';
  }
  yield ']}\n';
}
