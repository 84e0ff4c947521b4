import type { z } from 'zod';
import { batchRoutes } from './routes/batch.ts';
import { chatRoutes } from './routes/chat.ts';
import { comparisonRoutes } from './routes/comparison.ts';
import { datasetRoutes } from './routes/dataset.ts';
import { embedderRoutes } from './routes/embedder.ts';
import { eventRoutes } from './routes/event.ts';
import { experimentRoutes } from './routes/experiment.ts';
import { fileRoutes } from './routes/file.ts';
import { healthRoutes } from './routes/health.ts';
import { keyRoutes } from './routes/key.ts';
import { languageCallRoutes } from './routes/language-call.ts';
import { languageModelRoutes } from './routes/language-model.ts';
import { logRoutes } from './routes/log.ts';
import { metricRoutes } from './routes/metric.ts';
import { metricSetRoutes } from './routes/metric-set.ts';
import { modelRoutes } from './routes/model.ts';
import { noticeRoutes } from './routes/notice.ts';
import { promptRoutes } from './routes/prompt.ts';
import { providerRoutes } from './routes/provider.ts';
import { runRoutes } from './routes/run.ts';
import { runActionRoutes } from './routes/run-action.ts';
import { sealRoutes } from './routes/seal.ts';
import { shareRoutes } from './routes/share.ts';
import { signInRoutes } from './routes/sign-in.ts';
import { trainerRoutes } from './routes/trainer.ts';
import { viewRoutes } from './routes/view.ts';
import { workerRoutes } from './routes/worker.ts';

export type { Role, Route } from './routes/route.ts';
export { checkedConfig, type TrainerItem, trainerItem } from './routes/trainer.ts';

/** The route table: method, path, role and schemas of all that the server answers; each noun's in its own file. */
export const routes = {
  ...healthRoutes,
  ...signInRoutes,
  ...keyRoutes,
  ...trainerRoutes,
  ...runRoutes,
  ...runActionRoutes,
  ...fileRoutes,
  ...eventRoutes,
  ...logRoutes,
  ...metricRoutes,
  ...experimentRoutes,
  ...datasetRoutes,
  ...modelRoutes,
  ...workerRoutes,
  ...comparisonRoutes,
  ...noticeRoutes,
  ...shareRoutes,
  ...sealRoutes,
  ...embedderRoutes,
  ...metricSetRoutes,
  ...viewRoutes,
  ...promptRoutes,
  ...batchRoutes,
  ...providerRoutes,
  ...languageModelRoutes,
  ...languageCallRoutes,
  ...chatRoutes,
} as const;

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
