import { randomUUID } from 'node:crypto';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import { problem, TrainyardError } from '@trainyard/contracts';
import type { RouteId } from '@trainyard/contracts/routes';
import { countRunsByStatus, queueDepth } from '@trainyard/store';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { serializerCompiler } from 'fastify-type-provider-zod';
import { addCallers } from './auth/caller.ts';
import { isOpenAiPath, openAiError } from './chat/openai-error.ts';
import { validatorCompiler } from './http/compilers.ts';
import { hostCheck, originCheck, refuseHost, refuseOrigin } from './http/hosts.ts';
import { addIdempotency } from './http/idempotency.ts';
import { notFound } from './http/not-found.ts';
import { addOpenApi } from './http/openapi.ts';
import { asTrainyardError, problemOf, problemType } from './http/problem.ts';
import { addPrometheus } from './http/prometheus.ts';
import { type RouteLimits, registerRoutes } from './http/register-routes.ts';
import { addSecurityHeaders } from './http/security-headers.ts';
import { addTracing } from './http/tracing.ts';
import type { Parts } from './parts.ts';
import { allRoutes } from './routes/index.ts';
import { addDashboard, asksForPage } from './routes/page.ts';

const signInsPerMinute = 20;
/** Of one address, for holders of links: nobody reads faster, and nobody finds a link by trying. */
const sharedPagesPerMinute = 60;
const sharedPartsPerMinute = 600;
/** Probes come by IP address, from whatever runs the process. */
const answeredForAnyHost = new Set<string>(['/health', '/ready', '/metrics']);

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = asTrainyardError(error, { requestId: request.id, bodyLimit: request.routeOptions?.bodyLimit ?? 0 });
  if (known.kind === 'ours') request.log.error({ err: known.cause ?? error }, 'a request failed on our side');
  else if (known.kind === 'environment')
    request.log.warn({ code: known.code, detail: known.message }, 'a request failed');
  if (known.code === 'sign-in-needed') reply.header('www-authenticate', 'Bearer realm="trainyard"');
  if (known.code === 'method-not-allowed') reply.header('allow', known.allowed?.join(', ') ?? '');
  if (known.code === 'database-unreachable') reply.header('retry-after', '1');
  // Written out here: what was to be sent may have had another schema.
  return reply
    .code(known.status)
    .removeHeader('content-disposition')
    .removeHeader('content-length')
    .header('x-request-id', request.id)
    .type(problemType)
    .serializer((body: unknown) => JSON.stringify(body))
    .send({
      ...problem.parse(problemOf(known, request.id)),
      ...(isOpenAiPath(request.url) ? { error: openAiError(known) } : {}),
    });
}

async function addPages(app: FastifyInstance, { settings }: Parts): Promise<void> {
  const sendPage = await addDashboard(app, settings.dashboard);
  app.setNotFoundHandler((request, reply) => {
    // The dashboard's own addresses: it finds out by itself what is there.
    if (asksForPage(request)) return sendPage(reply);
    throw notFound(request.method, request.url);
  });
}

function addDoor(app: FastifyInstance, { settings }: Parts): void {
  const goodHost = hostCheck(settings);
  const goodOrigin = originCheck(settings);
  app.addHook('onRequest', async (request) => {
    // No name or text here holds one, and PostgreSQL refuses it in the middle of a statement.
    if (/%00/.test(request.url))
      throw new TrainyardError('query-invalid', { detail: 'the address holds a NUL character' });
    const host = request.headers.host ?? '';
    if (!goodHost(host) && !answeredForAnyHost.has(request.routeOptions.url ?? '')) throw refuseHost(host);
    const { origin } = request.headers;
    if (origin !== undefined && !goodOrigin(origin, host)) throw refuseOrigin(origin);
  });
}

/** One line a request: changes and failures at `info`, reading at `debug`. */
function addRequestLog(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const quiet =
      reply.statusCode < 400 && (request.method === 'GET' || request.method === 'HEAD' || isIntake(request));
    request.log[quiet ? 'debug' : 'info'](
      {
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        ...(request.caller === null ? {} : { caller: request.caller.name }),
      },
      'request',
    );
  });
}

function isIntake(request: { routeOptions: { config: { routeId?: RouteId } } }): boolean {
  const id = request.routeOptions.config.routeId;
  return id === 'intakeMetrics' || id === 'intakeLogs';
}

function limitsOf({ settings }: Parts): Partial<Record<RouteId, RouteLimits>> {
  const intake = { bodyLimit: settings.intakeBodyLimitBytes };
  return {
    intakeMetrics: intake,
    intakeLogs: intake,
    createChatCompletion: { ...intake, compress: false },
    createBatch: intake,
    listBatchResults: { compress: false },
    createDataset: { bodyLimit: settings.uploadLimitBytes },
    signIn: { rateLimit: { max: signInsPerMinute, timeWindow: 60_000 } },
    getFile: { compress: false },
    getSharedRun: { rateLimit: { max: sharedPagesPerMinute, timeWindow: 60_000 } },
    getSharedSeries: { rateLimit: { max: sharedPartsPerMinute, timeWindow: 60_000 } },
    listSharedPredictions: { rateLimit: { max: sharedPartsPerMinute, timeWindow: 60_000 } },
    getSharedSignal: { rateLimit: { max: sharedPartsPerMinute, timeWindow: 60_000 } },
    getSharedFile: { compress: false, rateLimit: { max: sharedPartsPerMinute, timeWindow: 60_000 } },
  };
}

export async function buildServer(parts: Parts): Promise<FastifyInstance> {
  const { settings, store, hub } = parts;
  // Without the wider type, every plugin would have to be of pino's kind of instance.
  const loggerInstance: FastifyBaseLogger = parts.log;
  const app = Fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    // What is refused before any route is found, such as a broken escape in the path.
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply),
    genReqId: () => randomUUID(),
    bodyLimit: settings.bodyLimitBytes,
    // A hijacked reply would keep a closing server waiting for ever.
    forceCloseConnections: true,
    // Uploads may take hours; what is slow to send its headers is let go by Node's own limit.
    requestTimeout: 0,
    keepAliveTimeout: 72_000,
    routerOptions: { maxParamLength: 1000, ignoreTrailingSlash: true },
    http: { noDelay: true },
    return503OnClosing: true,
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerError);
  addTracing(app);
  addSecurityHeaders(app);
  addRequestLog(app);
  addDoor(app, parts);
  await app.register(cookie);
  addCallers(app, parts);
  await app.register(rateLimit, {
    global: settings.requestsPerMinute > 0,
    max: settings.requestsPerMinute,
    timeWindow: 60_000,
    errorResponseBuilder: (_request, context) =>
      new TrainyardError('rate-limited', {
        limit: `${context.max} a minute`,
        seconds: Math.max(1, Math.ceil(context.ttl / 1000)),
      }),
  });
  await app.register(multipart, {
    limits: {
      fileSize: settings.uploadLimitBytes,
      files: settings.uploadFileLimit,
      parts: settings.uploadFileLimit + 10,
    },
  });
  addIdempotency(app, parts);
  await app.register(compress, { threshold: 1024, encodings: ['gzip'] });
  addPrometheus(app, {
    runsByStatus: () => countRunsByStatus(store),
    queueDepth: () => queueDepth(store),
    streamClients: () => hub.clients,
  });
  await addOpenApi(app, parts.version);
  registerRoutes(app, allRoutes(parts), limitsOf(parts));
  await addPages(app, parts);
  app.addHook('preClose', async () => {
    await hub.close();
  });
  return app;
}
