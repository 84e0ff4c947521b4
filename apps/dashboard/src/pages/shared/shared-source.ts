import type { SharedRun } from '@trainyard/contracts';
import { client } from '../../api/client.ts';
import { askRoute } from '../../api/use-route.ts';
import type { ResultSource } from '../results/result-source.ts';
import { isSystemKey } from '../run/metrics/metric-key.ts';

export function sharedFileAddress(token: string, path: string): string {
  const inside = path.split('/').map(encodeURIComponent).join('/');
  return `/api/v1/shared/${encodeURIComponent(token)}/files/${inside}`;
}

/** The results of a run as the holder of a link reads them: every part comes by the link itself. */
export function sharedSource(shared: SharedRun, token: string): ResultSource {
  const { run, config, sections, insights, files, series } = shared;
  return {
    run,
    config,
    sections,
    insights,
    files,
    seriesKeys: series.map(({ key }) => key).filter((key) => !isSystemKey(key)),
    readFile: async (path, signal) => (await client.download(sharedFileAddress(token, path), { signal })).arrayBuffer(),
    readSeries: async (keys, signal) => {
      const query = { key: [...keys], buckets: 800 };
      return (await askRoute('getSharedSeries', { params: { token }, query }, signal)).items;
    },
    readPredictions: (query, signal) => askRoute('listSharedPredictions', { params: { token }, query }, signal),
    readSignal: (query, signal) => askRoute('getSharedSignal', { params: { token }, query }, signal),
    fileAddress: (path) => sharedFileAddress(token, path),
    readOnly: true,
  };
}
