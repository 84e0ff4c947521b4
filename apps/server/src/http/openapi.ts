import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import {
  artifactRow,
  checkpointRow,
  dataset,
  datasetManifest,
  datasetVersion,
  endReason,
  experiment,
  experimentCreate,
  frozenRun,
  issue,
  manifest,
  preset,
  problem,
  reproduction,
  run,
  runAttempt,
  runContinue,
  runEvent,
  runProgress,
  runSpec,
  section,
  series,
  seriesWindow,
  worker,
} from '@trainyard/contracts';
import { type Route, routes, trainerItem } from '@trainyard/contracts/routes';
import type { FastifyInstance } from 'fastify';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';

/** Schemas with a name of their own in the document; everything else is written where it is used. */
const named = {
  Artifact: artifactRow,
  Checkpoint: checkpointRow,
  Dataset: dataset,
  DatasetManifest: datasetManifest,
  DatasetVersion: datasetVersion,
  EndReason: endReason,
  Experiment: experiment,
  ExperimentCreate: experimentCreate,
  FrozenRun: frozenRun,
  Issue: issue,
  Manifest: manifest,
  Preset: preset,
  Problem: problem,
  Reproduction: reproduction,
  Run: run,
  RunAttempt: runAttempt,
  RunContinue: runContinue,
  RunEvent: runEvent,
  RunProgress: runProgress,
  RunSpec: runSpec,
  Section: section,
  Series: series,
  SeriesWindow: seriesWindow,
  Trainer: trainerItem,
  Worker: worker,
};

const uploadBody = {
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        required: ['name', 'files'],
        properties: {
          name: { type: 'string' },
          config: { type: 'string', description: 'Settings of the import, as JSON' },
          files: { type: 'array', items: { type: 'string', format: 'binary' } },
        },
      },
    },
  },
};

/** The part of the document that is completed by hand; the library's types differ by version of OpenAPI. */
interface Operation {
  operationId?: string;
  responses?: Record<string, unknown>;
  requestBody?: unknown;
}
type Paths = Record<string, Record<string, Operation> | undefined>;

/** Bytes, event streams and redirects have no JSON schema; the document says what they are all the same. */
function describeStreams(paths: Paths): void {
  const byId = new Map<string, Route>(Object.entries(routes));
  for (const operation of Object.values(paths).flatMap((path) => Object.values(path ?? {}))) {
    const route = byId.get(operation.operationId ?? '');
    if (route === undefined) continue;
    operation.responses ??= {};
    for (const [status, schema] of Object.entries(route.responses)) {
      if (schema === null) operation.responses[status] = { description: route.summary };
      if (schema === 'stream') {
        const type = operation.operationId === 'streamEvents' ? 'text/event-stream' : 'application/octet-stream';
        operation.responses[status] = {
          description: route.summary,
          content: { [type]: { schema: { type: 'string' } } },
        };
      }
    }
    if (operation.operationId === 'createDataset') operation.requestBody = uploadBody;
  }
}

function refsIn(value: unknown, found: Set<string>): Set<string> {
  if (typeof value !== 'object' || value === null) return found;
  for (const [key, one] of Object.entries(value)) {
    if (key === '$ref' && typeof one === 'string') found.add(one.slice(one.lastIndexOf('/') + 1));
    else refsIn(one, found);
  }
  return found;
}

/** Every named schema is made for both directions; the one that no route uses is only in the reader's way. */
function usedOnly(schemas: Record<string, unknown>, paths: Paths): Record<string, unknown> {
  const used = refsIn(paths, new Set());
  for (const name of used) refsIn(schemas[name], used);
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
}

/** OpenAPI 3.1 made from the route table, and a page to read it that loads nothing from elsewhere. */
export async function addOpenApi(app: FastifyInstance, version: string): Promise<void> {
  const schemaRegistry = z.registry<{ id?: string | undefined }>();
  for (const [id, schema] of Object.entries(named)) schemaRegistry.add(schema, { id });
  const transform = createJsonSchemaTransform({ schemaRegistry, zodToJsonConfig: { unrepresentable: 'any' } });
  const transformObject = createJsonSchemaTransformObject({
    schemaRegistry,
    zodToJsonConfig: { unrepresentable: 'any' },
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Trainyard',
        version,
        description:
          'Every failing request is answered with problem details (RFC 9457); codes: docs/reference/errors.md.',
      },
      components: {
        securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
      },
      security: [{ key: [] }],
    },
    transform,
    transformObject: (document) => {
      const made = transformObject(document);
      const paths = (made.paths ?? {}) as Paths;
      describeStreams(paths);
      const { components } = made as { components?: { schemas?: Record<string, unknown> } };
      if (components?.schemas !== undefined)
        Object.assign(components, { schemas: usedOnly(components.schemas, paths) });
      return made;
    },
  });
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    staticCSP:
      "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    theme: { title: 'Trainyard API' },
    uiConfig: { url: '/api/openapi.json', deepLinking: true, validatorUrl: null },
  });
  app.get('/api/openapi.json', { schema: { hide: true }, config: { role: 'anyone' } }, async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(JSON.stringify(app.swagger())),
  );
}
