import { z } from 'zod';
import { bestRun, dataset, datasetManifest, datasetSample, signalView } from '../dataset.ts';
import { promptItem } from '../prompt-item.ts';
import { run } from '../run.ts';
import { listOf, listQuery, type Route } from './route.ts';

export const datasetRoutes = {
  createDataset: {
    method: 'POST',
    path: '/api/v1/datasets',
    summary:
      'Upload files (multipart: fields `name`, `config` as JSON, then files with their paths) and import them, as a run',
    role: 'member',
    responses: { 201: run },
  },
  listDatasets: {
    method: 'GET',
    path: '/api/v1/datasets',
    summary: 'Data sets',
    role: 'viewer',
    query: listQuery,
    responses: { 200: listOf(dataset) },
  },
  listBest: {
    method: 'GET',
    path: '/api/v1/datasets/best',
    summary:
      'The best run of each data set, by the figure that its runs are judged by; flattered scores never beat honest ones',
    role: 'viewer',
    responses: { 200: listOf(bestRun) },
  },
  getDataset: {
    method: 'GET',
    path: '/api/v1/datasets/:name',
    summary: 'One data set (`name` or `name@version`)',
    role: 'viewer',
    params: z.object({ name: z.string().max(120) }),
    responses: { 200: dataset },
  },
  getDatasetManifest: {
    method: 'GET',
    path: '/api/v1/datasets/:name/manifest',
    summary: 'manifest.json of a version',
    role: 'viewer',
    params: z.object({ name: z.string().max(120) }),
    responses: { 200: datasetManifest },
  },
  listSamples: {
    method: 'GET',
    path: '/api/v1/datasets/:name/samples',
    summary: 'Samples of a version, in the order of its index',
    role: 'viewer',
    params: z.object({ name: z.string().max(120) }),
    query: z.object({
      label: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(50),
      cursor: z.string().max(100).optional(),
    }),
    responses: { 200: listOf(datasetSample) },
  },
  listItems: {
    method: 'GET',
    path: '/api/v1/datasets/:name/items',
    summary: 'Items of a version of kind prompts, in their order; `q` finds text in input, expected, group or id',
    role: 'viewer',
    params: z.object({ name: z.string().max(120) }),
    query: z.object({
      q: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(25),
      cursor: z.string().max(100).optional(),
    }),
    responses: { 200: listOf(promptItem) },
  },
  getSignal: {
    method: 'GET',
    path: '/api/v1/datasets/:name/signal',
    summary:
      'One recording, or a stretch of it, as waveform and spectrum, thinned for a picture; the id of a window names its recording, or with `window` that window of it',
    role: 'viewer',
    params: z.object({ name: z.string().max(120) }),
    query: z.object({
      sample: z.string().max(500),
      channel: z.coerce.number().int().min(0).default(0),
      /** How a run cut its windows, of which `sample` is one: their length in seconds, and by how many per cent they overlap. */
      window: z.coerce.number().positive().optional(),
      overlap: z.coerce.number().int().min(0).max(90).default(0),
      /** A stretch, in seconds. */
      from: z.coerce.number().min(0).default(0),
      seconds: z.coerce.number().positive().optional(),
      points: z.coerce.number().int().min(16).max(4000).default(1000),
    }),
    responses: { 200: signalView },
  },
} as const satisfies Record<string, Route>;
