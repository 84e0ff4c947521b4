import { randomUUID } from 'node:crypto';
import { type ChatRequest, idOrNumber, type LanguageRole, languageRole, TrainyardError } from '@trainyard/contracts';
import {
  type ChatCaller,
  type ChatCircumstances,
  type Completion,
  completionOf,
  type Gateway,
} from '@trainyard/llm-gateway';
import { getRun, isSealOpen, listLanguageModels, runOwner } from '@trainyard/store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ChatStream } from '../chat/chat-stream.ts';
import { FrozenModels, requireUnchanged } from '../chat/frozen-models.ts';
import { pauseForKey } from '../chat/pause-for-key.ts';
import type { Caller, Handlers } from '../http/handler.ts';
import type { Parts } from '../parts.ts';

const mostRemembered = 1000;

/** What the ledger keeps is said by headers, which every OpenAI client can send. */
const headers = z.object({
  'x-trainyard-run': idOrNumber.optional(),
  'x-trainyard-role': languageRole.optional(),
  'x-trainyard-sample': z.coerce.number().int().min(0).max(1_000_000).default(0),
  'x-trainyard-cache': z.enum(['on', 'off']).default('on'),
});

function headersOf(request: FastifyRequest): z.infer<typeof headers> {
  const read = headers.safeParse(request.headers);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const path = String(issue?.path[0] ?? 'header');
  const message = issue?.message ?? 'wrong';
  throw new TrainyardError('query-invalid', { detail: `header ${path}: ${message}` }, { issues: [{ path, message }] });
}

export function chatRoutes({ store, gateway, runIds }: Parts): Handlers<'createChatCompletion' | 'listChatModels'> {
  /** Runs do not change hands. */
  const owners = new Map<string, string>();
  const frozen = new FrozenModels(store);

  /** The key of a run speaks for that run; others name one of their own. */
  async function runOf(caller: Caller, request: FastifyRequest, named: string | undefined): Promise<string | null> {
    if (request.keyRunId !== null) return request.keyRunId;
    if (named === undefined) return null;
    const runId = await runIds.of(named);
    const owner = owners.get(runId) ?? (await runOwner(store, runId));
    if (owners.size >= mostRemembered) owners.clear();
    owners.set(runId, owner);
    if (owner !== caller.id && caller.role !== 'admin') {
      throw new TrainyardError('forbidden', { role: 'admin, or that the run is your own' });
    }
    return runId;
  }

  /** Who has seen the test part proposes nothing any more; a call that does not say what it is for might. */
  async function keepSilent(runId: string | null, role: LanguageRole | null): Promise<void> {
    const speaks = role === 'primary' || role === 'grader';
    if (runId === null || speaks || !(await isSealOpen(store, runId))) return;
    throw new TrainyardError('seal-silences', { run: (await getRun(store, runId)).number });
  }

  /** Where a key is refused, the run that asked with a key of its own is paused until that is repaired. */
  async function ask(request: FastifyRequest, ...asked: Parameters<Gateway['chat']>): ReturnType<Gateway['chat']> {
    try {
      return await gateway.chat(...asked);
    } catch (error) {
      if (request.keyRunId !== null) await pauseForKey(store, request.keyRunId, error);
      throw error;
    }
  }

  async function answerStream(
    { caller, circumstances }: { caller: ChatCaller; circumstances: ChatCircumstances },
    body: ChatRequest,
    { completion, reply }: { completion: Completion; reply: FastifyReply },
  ): Promise<FastifyReply> {
    const stream = new ChatStream(reply, completion, body.stream_options?.include_usage === true);
    try {
      const { answer, cached, cost } = await ask(reply.request, caller, body, circumstances, (delta) =>
        stream.text(delta),
      );
      return stream.end({ answer, cached, cost });
    } catch (error) {
      // Before its first word a stream is refused as any other request.
      if (!stream.begun) throw error;
      return stream.fail(error);
    }
  }

  return {
    async createChatCompletion({ body: given, caller, request, reply }) {
      const said = headersOf(request);
      const { keyRunId } = request;
      const choice = keyRunId === null ? null : await frozen.choiceOf(keyRunId, given.model);
      const body = choice === null ? given : { ...given, model: choice.name };
      const asker: ChatCaller = {
        userId: caller.id,
        runId: await runOf(caller, request, said['x-trainyard-run']),
        accepts: choice === null ? null : (target) => requireUnchanged(choice, target),
      };
      const role = said['x-trainyard-role'] ?? null;
      await keepSilent(asker.runId, role);
      const sample = said['x-trainyard-sample'];
      const cache = said['x-trainyard-cache'] === 'on';
      const created = Math.floor(Date.now() / 1000);
      const completion = { id: `chatcmpl-${randomUUID()}`, created, model: body.model };
      // Its clients try again by themselves; here that has been done.
      reply.header('x-should-retry', 'false');
      const n = body.n ?? 1;
      if (body.stream === true) {
        if (n > 1) throw new TrainyardError('query-invalid', { detail: 'body n: only one choice can be streamed' });
        const circumstances = { role, sample, cache };
        return answerStream({ caller: asker, circumstances }, body, { completion, reply });
      }
      const choices = await Promise.all(
        Array.from({ length: n }, (_, i) => ask(request, asker, body, { role, sample: sample * n + i, cache })),
      );
      return reply
        .type('application/json; charset=utf-8')
        .serializer((value: unknown) => JSON.stringify(value))
        .send(completionOf(completion, choices));
    },
    async listChatModels({ caller }) {
      const models = (await listLanguageModels(store, caller.id)).filter(({ active }) => active);
      const data = models.map(({ name, provider, created_at }) => ({
        id: name,
        object: 'model' as const,
        created: Math.floor(Date.parse(created_at) / 1000),
        owned_by: provider,
      }));
      return { object: 'list', data };
    },
  };
}
