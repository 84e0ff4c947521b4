import { type PromptVersionCreate, TrainyardError } from '@trainyard/contracts';
import { checkPlaceholders, isEmptyPrompt, promptFeatures, promptHash, promptPlaceholders } from '@trainyard/prompts';
import {
  addPromptVersion,
  createPrompt,
  deletePrompt,
  getFrozenRun,
  getPrompt,
  getPromptVersion,
  listPrompts,
  listPromptVersions,
  type PromptText,
  patchPrompt,
  runIdOf,
  usePromptVersion,
} from '@trainyard/store';
import { embeddedParts } from '../embedder/ask-embedder.ts';
import type { Handlers } from '../http/handler.ts';
import type { Parts } from '../parts.ts';

type PromptRoutes =
  | 'listPrompts'
  | 'createPrompt'
  | 'getPrompt'
  | 'patchPrompt'
  | 'deletePrompt'
  | 'listPromptVersions'
  | 'createPromptVersion'
  | 'getPromptVersion'
  | 'usePromptVersion';

type Written = Pick<PromptVersionCreate, 'system' | 'output' | 'examples'>;

/** The text with what is worked out from it at once. Throws prompt-empty. */
function textOf({ system, output, examples }: Written): PromptText {
  const text = { system, output, examples };
  if (isEmptyPrompt(text)) throw new TrainyardError('prompt-empty', {});
  return {
    ...text,
    hash: promptHash(text),
    placeholders: promptPlaceholders(text),
    features: promptFeatures(text),
  };
}

type PromptParts = Pick<Parts, 'store' | 'catalog' | 'analysis' | 'log'>;

export function promptRoutes({ store, ...parts }: PromptParts): Handlers<PromptRoutes> {
  /** With vectors, where an embedder is installed. */
  async function described(text: PromptText): Promise<PromptText> {
    const embedded = await embeddedParts(parts, text, (error) => {
      parts.log.warn({ err: error }, 'a prompt is kept without vectors');
    });
    return embedded === null
      ? text
      : { ...text, features: promptFeatures({ ...text, examples: [...text.examples] }, embedded) };
  }

  /** Throws prompt-loses-placeholders. */
  async function keepPlaceholders(name: string, text: PromptText, parents: readonly number[]): Promise<void> {
    for (const number of parents) {
      const parent = await getPromptVersion(store, name, number);
      const { lost } = checkPlaceholders(text, { from: parent, columns: text.placeholders });
      if (lost.length === 0) continue;
      const placeholders = lost.map((one) => `{{${one}}}`).join(', ');
      throw new TrainyardError('prompt-loses-placeholders', { prompt: name, placeholders, parent: number });
    }
  }

  /** The key of a run adds versions to the prompt that the run began with, and chooses none. Throws forbidden. */
  async function keepToPrompt(name: string, asked: PromptVersionCreate, runId: string): Promise<void> {
    const frozen = await getFrozenRun(store, runId);
    if (frozen?.prompt?.name === name && !asked.make_current) return;
    throw new TrainyardError('forbidden', {
      role: 'member (the key of a run adds versions to its own prompt only, and makes none current)',
    });
  }

  return {
    listPrompts: ({ query }) => listPrompts(store, query),
    async createPrompt({ body, caller, reply }) {
      const first = { parents: [], origin: 'human' as const, action: null, runId: null, ownerId: caller.id };
      const text = await described(textOf(body));
      await store.begin((tx) => createPrompt(tx, { ...body, first: { ...first, text, why: body.why } }));
      reply.header('location', `/api/v1/prompts/${body.name}`);
      return getPrompt(store, body.name);
    },
    getPrompt: ({ params }) => getPrompt(store, params.name),
    async patchPrompt({ params, body }) {
      await patchPrompt(store, params.name, body.description);
      return getPrompt(store, params.name);
    },
    async deletePrompt({ params, caller, reply }) {
      await store.begin((tx) => deletePrompt(tx, params.name, caller));
      return reply.send();
    },
    async listPromptVersions({ params }) {
      return { items: await listPromptVersions(store, params.name) };
    },
    async createPromptVersion({ params: { name }, body: asked, caller, request, reply }) {
      const { keyRunId } = request;
      if (keyRunId !== null) await keepToPrompt(name, asked, keyRunId);
      const body = keyRunId === null ? asked : { ...asked, run: keyRunId };
      const text = await described(textOf(body));
      const parents = body.parents ?? [(await getPrompt(store, name)).current.version];
      if (!body.drops_placeholders) await keepPlaceholders(name, text, parents);
      const runId = body.run === undefined ? null : await runIdOf(store, String(body.run));
      const { origin, action, why } = body;
      const { version, created } = await store.begin(async (tx) => {
        const made = await addPromptVersion(tx, name, {
          text,
          parents,
          origin,
          action,
          why,
          runId,
          ownerId: caller.id,
        });
        if (body.make_current) await usePromptVersion(tx, name, made.version);
        return made;
      });
      if (created) reply.code(201).header('location', `/api/v1/prompts/${name}/versions/${version}`);
      return getPromptVersion(store, name, version);
    },
    getPromptVersion: ({ params }) => getPromptVersion(store, params.name, params.version),
    async usePromptVersion({ params, body }) {
      await store.begin((tx) => usePromptVersion(tx, params.name, body.version));
      return getPrompt(store, params.name);
    },
  };
}
