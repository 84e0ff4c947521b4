import { z } from 'zod';
import { dataFacts, dataset, datasetManifest } from './dataset.ts';
import { issue } from './error.ts';
import { runEvent, streamCursor } from './event.ts';
import { intakeReply, logIntake, logLine, metricIntake, series, seriesWindow } from './metric.ts';
import {
  artifactRow,
  checkpointRow,
  experiment,
  experimentCreate,
  frozenRun,
  idOrNumber,
  reproduction,
  run,
  runAttempt,
  runContinue,
  runCreate,
  runPatch,
  runSpec,
  timestamp,
} from './run.ts';
import { section } from './section.ts';
import { manifest, preset } from './trainer.ts';
import { hostSample, worker } from './worker.ts';

export type Role = 'anyone' | 'viewer' | 'member' | 'admin';
export interface Route {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT';
  path: string;
  summary: string;
  role: Role;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  /** By status; `null` = no body; `'stream'` = bytes or events, see `summary`. */
  responses: Record<number, z.ZodType | null | 'stream'>;
}

/** Lists: `filter` is `field:value` terms joined by `,`; `sort` is a field or `metric:<key>`, `-` first for descending. */
const listQuery = z.object({
  q: z.string().max(200).optional(),
  filter: z.string().max(2000).optional(),
  sort: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(500).optional(),
});
function listOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next_cursor: z.string().nullable(), total: z.int() });
}
const byId = z.object({ id: idOrNumber });
const accepted = z.object({ id: z.uuid(), number: z.int() });

export const trainerItem = z.object({
  manifest,
  presets: z.array(preset),
  /** Complete JSON Schema, shared blocks included, and the configuration that defaults alone give. */
  schema: z.record(z.string(), z.unknown()),
  defaults: z.record(z.string(), z.unknown()),
  source: z.enum(['built-in', 'user']),
  environment: z.object({ id: z.string(), installed: z.boolean(), size_bytes: z.int().nullable() }),
  /** A manifest with a fault is listed, with what is wrong. */
  problems: z.array(issue),
});
export type TrainerItem = z.infer<typeof trainerItem>;

export const checkedConfig = z.object({
  config: z.record(z.string(), z.unknown()),
  origin: z.record(z.string(), z.string()),
  issues: z.array(issue),
  facts: dataFacts.nullable(),
  /** The frozen run as YAML, as it would be submitted. */
  yaml: z.string(),
});

export const routes = {
  health: {
    method: 'GET',
    path: '/health',
    summary: 'The process answers',
    role: 'anyone',
    responses: { 200: z.object({ status: z.literal('ok'), version: z.string() }) },
  },
  ready: {
    method: 'GET',
    path: '/ready',
    summary: 'Database reachable and migrated',
    role: 'anyone',
    responses: { 200: z.object({ status: z.literal('ready') }) },
  },

  createSignInLink: {
    method: 'POST',
    path: '/api/v1/sign-in-links',
    summary: 'Make a one-time sign-in link',
    role: 'admin',
    responses: { 201: z.object({ url: z.string(), expires_at: timestamp }) },
  },
  signIn: {
    method: 'GET',
    path: '/sign-in',
    summary: 'Use a sign-in link: sets the session cookie and redirects to /',
    role: 'anyone',
    query: z.object({ key: z.string().max(200) }),
    responses: { 302: null },
  },
  me: {
    method: 'GET',
    path: '/api/v1/me',
    summary: 'Who is asking',
    role: 'viewer',
    responses: { 200: z.object({ id: z.string(), name: z.string(), role: z.enum(['admin', 'member', 'viewer']) }) },
  },
  createKey: {
    method: 'POST',
    path: '/api/v1/keys',
    summary: 'Make an API key; it is shown once',
    role: 'member',
    body: z.strictObject({ name: z.string().min(1).max(100) }),
    responses: { 201: z.object({ id: z.string(), name: z.string(), key: z.string() }) },
  },

  listTrainers: {
    method: 'GET',
    path: '/api/v1/trainers',
    summary: 'All trainers, broken ones with what is wrong',
    role: 'viewer',
    responses: { 200: listOf(trainerItem) },
  },
  getTrainer: {
    method: 'GET',
    path: '/api/v1/trainers/:trainer',
    summary: 'One trainer',
    role: 'viewer',
    params: z.object({ trainer: z.string() }),
    responses: { 200: trainerItem },
  },
  installTrainer: {
    method: 'POST',
    path: '/api/v1/trainers/:trainer/install',
    summary: 'Install its environment, as a run',
    role: 'admin',
    params: z.object({ trainer: z.string() }),
    responses: { 201: accepted },
  },
  checkConfig: {
    method: 'POST',
    path: '/api/v1/trainers/:trainer/check',
    summary: 'Check a configuration, data included, without submitting',
    role: 'viewer',
    params: z.object({ trainer: z.string() }),
    body: runSpec.omit({ trainer: true }),
    responses: { 200: checkedConfig },
  },

  createRun: {
    method: 'POST',
    path: '/api/v1/runs',
    summary: 'Submit a run, or open one that another program executes',
    role: 'member',
    body: runCreate,
    responses: { 201: run },
  },
  listRuns: {
    method: 'GET',
    path: '/api/v1/runs',
    summary: 'Runs',
    role: 'viewer',
    query: listQuery,
    responses: { 200: listOf(run) },
  },
  getRun: {
    method: 'GET',
    path: '/api/v1/runs/:id',
    summary: 'One run',
    role: 'viewer',
    params: byId,
    responses: { 200: run },
  },
  patchRun: {
    method: 'PATCH',
    path: '/api/v1/runs/:id',
    summary: 'Name, notes, tags',
    role: 'member',
    params: byId,
    body: runPatch,
    responses: { 200: run },
  },
  getRunConfig: {
    method: 'GET',
    path: '/api/v1/runs/:id/config',
    summary: 'The frozen record',
    role: 'viewer',
    params: byId,
    responses: { 200: frozenRun },
  },
  getRunYaml: {
    method: 'GET',
    path: '/api/v1/runs/:id/config.yaml',
    summary: 'The frozen record as YAML',
    role: 'viewer',
    params: byId,
    responses: { 200: 'stream' },
  },
  pauseRun: {
    method: 'POST',
    path: '/api/v1/runs/:id/pause',
    summary: 'Pause after the current epoch or stage',
    role: 'member',
    params: byId,
    responses: { 200: run },
  },
  resumeRun: {
    method: 'POST',
    path: '/api/v1/runs/:id/resume',
    summary: 'Queue a paused run again',
    role: 'member',
    params: byId,
    responses: { 200: run },
  },
  stopRun: {
    method: 'POST',
    path: '/api/v1/runs/:id/stop',
    summary: 'End early and keep results',
    role: 'member',
    params: byId,
    responses: { 200: run },
  },
  cancelRun: {
    method: 'POST',
    path: '/api/v1/runs/:id/cancel',
    summary: 'End and drop its files',
    role: 'member',
    params: byId,
    responses: { 200: run },
  },
  checkpointRun: {
    method: 'POST',
    path: '/api/v1/runs/:id/checkpoint',
    summary: 'Save a checkpoint now',
    role: 'member',
    params: byId,
    responses: { 202: run },
  },
  finishRun: {
    method: 'POST',
    path: '/api/v1/runs/:id/finish',
    summary: 'Close a run that another program executes',
    role: 'member',
    params: byId,
    body: z.strictObject({ status: z.enum(['completed', 'failed']), message: z.string().max(4000).optional() }),
    responses: { 200: run },
  },
  continueRun: {
    method: 'POST',
    path: '/api/v1/runs/:id/continue',
    summary: 'A new run that goes on from a checkpoint of this one',
    role: 'member',
    params: byId,
    body: runContinue,
    responses: { 201: run },
  },
  reproduceRun: {
    method: 'POST',
    path: '/api/v1/runs/:id/reproduce',
    summary: 'Repeat a run from its record',
    role: 'member',
    params: byId,
    responses: { 201: run },
  },
  getReproduction: {
    method: 'GET',
    path: '/api/v1/runs/:id/reproduction',
    summary: 'Does the repeat match, number by number',
    role: 'viewer',
    params: byId,
    responses: { 200: reproduction },
  },
  listAttempts: {
    method: 'GET',
    path: '/api/v1/runs/:id/attempts',
    summary: 'Process lives of a run',
    role: 'viewer',
    params: byId,
    responses: { 200: z.object({ items: z.array(runAttempt) }) },
  },
  listCheckpoints: {
    method: 'GET',
    path: '/api/v1/runs/:id/checkpoints',
    summary: 'Checkpoints, newest first',
    role: 'viewer',
    params: byId,
    responses: { 200: z.object({ items: z.array(checkpointRow) }) },
  },
  listSections: {
    method: 'GET',
    path: '/api/v1/runs/:id/sections',
    summary: 'Result sections',
    role: 'viewer',
    params: byId,
    responses: { 200: z.object({ items: z.array(section) }) },
  },
  listFiles: {
    method: 'GET',
    path: '/api/v1/runs/:id/files',
    summary: 'Files of a run',
    role: 'viewer',
    params: byId,
    responses: { 200: z.object({ items: z.array(artifactRow) }) },
  },
  getFile: {
    method: 'GET',
    path: '/api/v1/runs/:id/files/*',
    summary: 'One file; Range and ETag',
    role: 'viewer',
    params: z.object({ id: idOrNumber, '*': z.string() }),
    responses: { 200: 'stream', 206: 'stream' },
  },
  getHistory: {
    method: 'GET',
    path: '/api/v1/runs/:id/history.json',
    summary: 'Every metric series, whole',
    role: 'viewer',
    params: byId,
    responses: { 200: 'stream' },
  },
  listEvents: {
    method: 'GET',
    path: '/api/v1/runs/:id/events',
    summary: 'Events of a run after a seq',
    role: 'viewer',
    params: byId,
    query: z.object({
      after: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(5000).default(500),
      kinds: z.string().optional(),
    }),
    responses: { 200: z.object({ items: z.array(runEvent) }) },
  },
  listLogs: {
    method: 'GET',
    path: '/api/v1/runs/:id/logs',
    summary: 'Log lines from a line number on; negative = the last so many',
    role: 'viewer',
    params: byId,
    query: z.object({
      from: z.coerce.number().int().default(0),
      limit: z.coerce.number().int().min(1).max(20_000).default(1000),
      level: z.string().optional(),
      q: z.string().max(200).optional(),
    }),
    responses: { 200: z.object({ items: z.array(logLine), total: z.int() }) },
  },
  getLogFile: {
    method: 'GET',
    path: '/api/v1/runs/:id/logs.txt',
    summary: 'The whole log as text',
    role: 'viewer',
    params: byId,
    responses: { 200: 'stream' },
  },
  listSeries: {
    method: 'GET',
    path: '/api/v1/runs/:id/metrics',
    summary: 'Metric series of a run',
    role: 'viewer',
    params: byId,
    responses: { 200: z.object({ items: z.array(series) }) },
  },
  getSeries: {
    method: 'GET',
    path: '/api/v1/runs/:id/metrics/series',
    summary: 'Windows of series for a chart: `key` (repeatable), step range, buckets',
    role: 'viewer',
    params: byId,
    query: z.object({
      key: z.union([z.string(), z.array(z.string()).max(50)]),
      from: z.coerce.number().optional(),
      to: z.coerce.number().optional(),
      buckets: z.coerce.number().int().min(1).max(5000).default(1000),
    }),
    responses: { 200: z.object({ items: z.array(seriesWindow) }) },
  },
  intakeMetrics: {
    method: 'POST',
    path: '/api/v1/runs/:id/metrics',
    summary: 'Report metrics from outside',
    role: 'member',
    params: byId,
    body: metricIntake,
    responses: { 200: intakeReply },
  },
  intakeLogs: {
    method: 'POST',
    path: '/api/v1/runs/:id/logs',
    summary: 'Report log lines from outside',
    role: 'member',
    params: byId,
    body: logIntake,
    responses: { 200: intakeReply },
  },

  createExperiment: {
    method: 'POST',
    path: '/api/v1/experiments',
    summary: 'Several runs at once, sequential or parallel',
    role: 'member',
    body: experimentCreate,
    responses: { 201: z.object({ experiment, runs: z.array(run) }) },
  },
  listExperiments: {
    method: 'GET',
    path: '/api/v1/experiments',
    summary: 'Experiments',
    role: 'viewer',
    query: listQuery,
    responses: { 200: listOf(experiment) },
  },
  getExperiment: {
    method: 'GET',
    path: '/api/v1/experiments/:id',
    summary: 'One experiment with its runs',
    role: 'viewer',
    params: byId,
    responses: { 200: z.object({ experiment, runs: z.array(run) }) },
  },
  cancelExperiment: {
    method: 'POST',
    path: '/api/v1/experiments/:id/cancel',
    summary: 'Cancel all of its runs that have not ended',
    role: 'member',
    params: byId,
    responses: { 200: z.object({ experiment, runs: z.array(run) }) },
  },

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

  listWorkers: {
    method: 'GET',
    path: '/api/v1/workers',
    summary: 'Workers, what they run and their hosts',
    role: 'viewer',
    responses: { 200: z.object({ items: z.array(worker) }) },
  },
  listHostSamples: {
    method: 'GET',
    path: '/api/v1/workers/:worker/samples',
    summary: 'History of a host',
    role: 'viewer',
    params: z.object({ worker: z.string() }),
    query: z.object({ minutes: z.coerce.number().int().min(1).max(10_080).default(60) }),
    responses: { 200: z.object({ items: z.array(hostSample) }) },
  },

  streamEvents: {
    method: 'GET',
    path: '/api/v1/events',
    summary: 'Server-sent events of several topics',
    role: 'viewer',
    query: z.object({ topics: z.string().min(1).max(4000), cursor: streamCursor.optional() }),
    responses: { 200: 'stream' },
  },
} as const satisfies Record<string, Route>;

export type RouteId = keyof typeof routes;
export type RouteOf<K extends RouteId> = (typeof routes)[K];

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;
type Given<S> = S extends z.ZodType ? z.input<S> : undefined;
type PartOf<K extends RouteId, P extends 'params' | 'query' | 'body'> =
  RouteOf<K> extends Record<P, infer S> ? S : undefined;
/** What a handler gets, after parsing. */
export type ParsedParams<K extends RouteId> = Parsed<PartOf<K, 'params'>>;
export type ParsedQuery<K extends RouteId> = Parsed<PartOf<K, 'query'>>;
export type ParsedBody<K extends RouteId> = Parsed<PartOf<K, 'body'>>;
/** What a caller gives. */
export type GivenParams<K extends RouteId> = Given<PartOf<K, 'params'>>;
export type GivenQuery<K extends RouteId> = Given<PartOf<K, 'query'>>;
export type GivenBody<K extends RouteId> = Given<PartOf<K, 'body'>>;
type Answers<K extends RouteId> = RouteOf<K>['responses'][keyof RouteOf<K>['responses']];
/** The answer where all went well; `undefined` for routes without a JSON body. */
export type AnswerOf<K extends RouteId> = Parsed<Answers<K>>;
