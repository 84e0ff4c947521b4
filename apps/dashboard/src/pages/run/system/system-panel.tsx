import type { StreamedEvent } from '@trainyard/api-client';
import { useEffect, useState } from 'react';
import { askRoute, useRoute } from '../../../api/use-route.ts';
import { Meter } from '../../../components/meter.tsx';
import { useNow } from '../../../components/now.ts';
import { Panel } from '../../../components/panel.tsx';
import { hasEnded } from '../../../format/run-status.ts';
import { fromWire } from '../../../format/wire-number.ts';
import { isRunning } from '../live/apply-event.ts';
import { useFollowedRun, useRunParts } from '../live/use-run-parts.ts';
import { isSystemKey } from '../metrics/metric-key.ts';
import { Sparkline } from './sparkline.tsx';
import { type OwnReadings, oldWords, systemMeters } from './system-meters.ts';
import classes from './system-panel.module.css';

const historyMinutes = 10;
const sampleMs = 5_000;
const keptReadings = 240;

/** Processor, memory, disk and GPUs: of the host while the run is on it, and what the run takes. */
export function SystemPanel() {
  const { run } = useFollowedRun();
  const worker = isRunning(run.status) ? run.worker : null;
  const samples = useRoute(
    'listHostSamples',
    { params: { worker: worker?.id ?? '' }, query: { minutes: historyMinutes } },
    { enabled: worker !== null, everyMs: sampleMs, keepPrevious: true },
  );
  const own = useOwnReadings();
  const now = useNow(5);
  const hostSamples = worker === null ? [] : (samples.data?.items ?? []);
  const meters = systemMeters(hostSamples, own);
  const old = worker === null ? null : oldWords(hostSamples.at(-1), now);
  return (
    <Panel title="System" note={worker === null ? undefined : <bdi>{worker.host}</bdi>}>
      <div className={classes.meters}>
        {meters.map(({ id, label, fraction, text, note, history, high }) => (
          <div key={id} className={classes.meter}>
            {fraction === null ? (
              <div className={classes.plain}>
                <span>{label}</span>
                <span className={classes.figure}>{text}</span>
                {note !== null && <span className={classes.note}>{note}</span>}
              </div>
            ) : (
              <Meter label={label} fraction={fraction} text={text} note={note ?? undefined} />
            )}
            <Sparkline values={history} low={0} {...(high === undefined ? {} : { high })} className={classes.line} />
          </div>
        ))}
        {meters.length === 0 && <p className="muted">{noneWords(run.status, run.executor)}</p>}
        {old !== null && <p className="muted">{old}</p>}
      </div>
    </Panel>
  );
}

function noneWords(status: string, executor: string): string {
  if (executor === 'external') return 'The program that reports this run tells nothing of its computer.';
  if (status === 'queued') return 'It is on no computer yet.';
  return hasEnded(status as 'completed') ? 'It was over before anything was measured.' : 'Nothing was measured yet.';
}

/** Readings of the run's own process: those from before, and those that come. */
function useOwnReadings(): OwnReadings {
  const { run } = useFollowedRun();
  const { onEvent } = useRunParts();
  const [own, setOwn] = useState<OwnReadings>(new Map());
  const { id } = run;
  useEffect(() => {
    const stop = new AbortController();
    void readOwn(id, stop.signal).then(
      (read) => setOwn((live) => new Map([...live, ...read])),
      () => undefined, // The panel lives from what comes, then.
    );
    return () => stop.abort();
  }, [id]);
  useEffect(
    () =>
      onEvent((event) => {
        if (event.kind !== 'metrics-reported') return;
        const news = Object.entries(event.data.points).filter(([key]) => isSystemKey(key));
        if (news.length > 0) setOwn((before) => withNews(before, news));
      }),
    [onEvent],
  );
  return own;
}

type Points = Extract<StreamedEvent, { kind: 'metrics-reported' }>['data']['points'];

function withNews(before: OwnReadings, news: [string, Points[string]][]): OwnReadings {
  const next = new Map(before);
  for (const [key, points] of news) {
    const name = key.slice('system/'.length);
    const values = [...(next.get(name) ?? []), ...points.map(([, value]) => fromWire(value))];
    next.set(name, values.slice(-keptReadings));
  }
  return next;
}

async function readOwn(id: string, signal: AbortSignal): Promise<OwnReadings> {
  const { items } = await askRoute('listSeries', { params: { id } }, signal);
  const keys = items.map(({ key }) => key).filter(isSystemKey);
  if (keys.length === 0) return new Map();
  const series = await askRoute('getSeries', { params: { id }, query: { key: keys, buckets: keptReadings } }, signal);
  return new Map(
    series.items.map(({ key, points, buckets }) => [
      key.slice('system/'.length),
      points?.map(([, value]) => fromWire(value)) ?? buckets?.map(([, , , mean]) => fromWire(mean)) ?? [],
    ]),
  );
}
