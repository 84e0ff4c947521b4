import { problem } from '@trainyard/contracts';
import type { Role, Route, RouteId } from '@trainyard/contracts/routes';
import { routes } from '@trainyard/contracts/routes';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import type { z } from 'zod';
import type { Handlers } from './handler.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    routeId?: RouteId;
    role?: Role;
  }
}

export interface RouteLimits {
  bodyLimit?: number;
  /** Streams measure their own time. */
  rateLimit?: { max: number; timeWindow: number };
  compress?: boolean;
}

function successOf(route: Route): { status: number; schema: z.ZodType | null | 'stream' } {
  const [status, schema] = Object.entries(route.responses)[0] ?? ['200', null];
  return { status: Number(status), schema };
}

/** The noun of the path: what the page of the API groups by. */
function tagOf(path: string): string {
  return /^\/api\/v1\/([a-z-]+)/.exec(path)?.[1] ?? 'service';
}

function schemaOf(id: RouteId, route: Route) {
  const responses: Record<string, z.ZodType> = { default: problem };
  for (const [status, schema] of Object.entries(route.responses)) {
    if (schema !== null && schema !== 'stream') responses[status] = schema;
  }
  return {
    operationId: id,
    summary: route.summary,
    tags: [tagOf(route.path)],
    ...(route.role === 'anyone' ? { security: [] } : {}),
    ...(route.params === undefined ? {} : { params: route.params }),
    ...(route.query === undefined ? {} : { querystring: route.query }),
    ...(route.body === undefined ? {} : { body: route.body }),
    response: responses,
  };
}

type AnyHandler = (call: {
  params: unknown;
  query: unknown;
  body: unknown;
  caller: unknown;
  request: FastifyRequest;
  reply: FastifyReply;
}) => unknown;

/** The one place where routes meet the framework: path, schemas, role and handler of every row of the table. */
export function registerRoutes(
  app: FastifyInstance,
  handlers: Handlers,
  limits: Partial<Record<RouteId, RouteLimits>>,
): void {
  for (const [id, row] of Object.entries(routes) as [RouteId, Route][]) {
    // Row and handler carry the same id, and `Handlers` ties their types together.
    const handler = handlers[id] as AnyHandler;
    const { status } = successOf(row);
    const run: RouteHandlerMethod = async (request, reply) => {
      reply.code(status);
      const { params, query, body, caller } = request;
      return handler({ params, query, body, caller, request, reply });
    };
    const limit = limits[id] ?? {};
    app.route({
      method: row.method,
      url: row.path,
      schema: schemaOf(id, row),
      config: {
        routeId: id,
        role: row.role,
        ...(limit.rateLimit === undefined ? {} : { rateLimit: limit.rateLimit }),
      },
      ...(limit.bodyLimit === undefined ? {} : { bodyLimit: limit.bodyLimit }),
      ...(limit.compress === false ? { compress: false } : {}),
      ...(id === 'streamEvents' ? { exposeHeadRoute: false } : {}),
      handler: run,
    });
  }
}
