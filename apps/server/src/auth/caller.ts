import { TrainyardError } from '@trainyard/contracts';
import type { Role, RouteId } from '@trainyard/contracts/routes';
import { userOfApiKey, userOfSession } from '@trainyard/store';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Caller } from '../http/handler.ts';
import type { Parts } from '../parts.ts';
import type { Recognised } from './access.ts';
import { hashSecret } from './secret.ts';

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null;
    /** Of the key that it came with; null for sessions. */
    keyId: string | null;
    /** Set where the key is that of a run. */
    keyRunId: string | null;
  }
}

const ranks: Record<Exclude<Role, 'anyone'>, number> = { viewer: 1, member: 2, admin: 3 };
/** What the key of one run may do. */
const reporting = new Set<RouteId>(['getRun', 'intakeMetrics', 'intakeLogs', 'finishRun', 'getSeal', 'openSeal']);

/** What it may do for its own run without naming it. */
const speaking = new Set<RouteId>([
  'createChatCompletion',
  'listChatModels',
  'createPromptVersion',
  'compareTexts',
  'sumLanguageUsage',
]);

/** Cookies ignore ports: two installations on one host must not overwrite each other's. */
export function cookieName(installation: string): string {
  return `trainyard_${installation.replaceAll('-', '').slice(-12)}`;
}

function bearerOf(request: FastifyRequest): string | null {
  return /^Bearer\s+(\S+)\s*$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

/** Finds out who asks, and whether the table lets them. Routes without a role in the table are not of the API. */
export function addCallers(app: FastifyInstance, { store, settings, installation, runIds, access }: Parts): void {
  const cookie = cookieName(installation);

  async function recognise(request: FastifyRequest): Promise<Recognised | null> {
    const bearer = bearerOf(request);
    const secret = bearer ?? request.cookies[cookie];
    if (secret === undefined) return null;
    const hash = hashSecret(secret);
    return access.callers.get(hash, async () => {
      if (bearer === null) {
        const caller = await userOfSession(store, hash, settings.sessionSeconds);
        return caller === null ? null : { caller, keyId: null, runId: null };
      }
      const found = await userOfApiKey(store, hash);
      if (found === null) return null;
      const { runId, keyId, ...caller } = found;
      return { caller, keyId, runId };
    });
  }

  async function keepToRun(request: FastifyRequest, runId: string): Promise<void> {
    const { routeId } = request.routeOptions.config;
    if (routeId !== undefined && speaking.has(routeId)) return;
    const params = request.params;
    const asked = typeof params === 'object' && params !== null && 'id' in params ? String(params.id) : '';
    if (routeId !== undefined && reporting.has(routeId) && (await runIds.of(asked)) === runId) return;
    throw new TrainyardError('forbidden', { role: 'member (this key may only report for its own run)' });
  }

  app.decorateRequest('caller', null);
  app.decorateRequest('keyId', null);
  app.decorateRequest('keyRunId', null);
  app.addHook('onRequest', async (request) => {
    const role = request.routeOptions.config.role;
    if (role === undefined || role === 'anyone') return;
    const found = await recognise(request);
    if (found === null) throw new TrainyardError('sign-in-needed');
    if (ranks[found.caller.role] < ranks[role]) throw new TrainyardError('forbidden', { role });
    if (found.runId !== null) await keepToRun(request, found.runId);
    request.caller = found.caller;
    request.keyId = found.keyId;
    request.keyRunId = found.runId;
  });
}
