import type { LanguageModelV4 } from '@ai-sdk/provider';
import { serviceAccount, TrainyardError } from '@trainyard/contracts';
import { type Account, callableUrl, isOpenAi } from './account.ts';
import { Unsendable, upstreamFetch } from './upstream-fetch.ts';

/** The name under which further fields are handed to models that speak OpenAI's language. */
export const upstreamName = 'upstream';

/** OpenAI's newer models know the limit under another name only. */
function asOpenAi(body: Record<string, unknown>): Record<string, unknown> {
  const { max_tokens, ...rest } = body;
  return { ...rest, max_completion_tokens: max_tokens };
}

function urlOf(account: Account): string {
  if (account.baseUrl === null) throw new Error(`provider ${account.name} has no address`);
  return callableUrl(account.kind, account.baseUrl);
}

/** Google's models stand in the address: whatever one is called, it stays a name there. Throws Unsendable. */
function pathOf(model: string): string {
  const parts = model.split('/');
  if (parts.some((part) => /^\.{0,2}$/.test(part))) throw new Unsendable(`"${model}" is no name of a model`);
  return parts.map((part) => encodeURIComponent(part).replaceAll('%40', '@')).join('/');
}

const opened = new WeakMap<Account, Map<string, Promise<LanguageModelV4>>>();

/** A model of a provider, made once for as long as the account is remembered: making one costs as much as a call. */
export function openModel(account: Account, model: string): Promise<LanguageModelV4> {
  const models = opened.get(account) ?? new Map<string, Promise<LanguageModelV4>>();
  opened.set(account, models);
  const made = models.get(model) ?? makeModel(account, model);
  models.set(model, made);
  return made;
}

/**
 * A model behind the one interface that all share. The libraries are loaded at first use, so that a server
 * without providers starts without them; a key is always given, since they would look for one in the environment.
 */
async function makeModel(account: Account, model: string): Promise<LanguageModelV4> {
  const fetch = upstreamFetch;
  const apiKey = account.key ?? '';
  switch (account.kind) {
    case 'openai-compatible':
    case 'ollama': {
      const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
      return createOpenAICompatible({
        name: upstreamName,
        baseURL: urlOf(account),
        apiKey,
        includeUsage: true,
        supportsStructuredOutputs: true,
        fetch,
        ...(isOpenAi(account.baseUrl) ? { transformRequestBody: asOpenAi } : {}),
      }).chatModel(model);
    }
    case 'anthropic': {
      const { createAnthropic } = await import('@ai-sdk/anthropic');
      return createAnthropic({ baseURL: urlOf(account), apiKey, fetch })(model);
    }
    case 'google': {
      const { createGoogle } = await import('@ai-sdk/google');
      return createGoogle({ baseURL: urlOf(account), apiKey, fetch })(pathOf(model));
    }
    case 'vertex': {
      const { createGoogleVertex } = await import('@ai-sdk/google-vertex');
      const { client_email, private_key } = readServiceAccount(account);
      return createGoogleVertex({
        project: account.project ?? '',
        location: account.location ?? '',
        // Without it a key in the server's environment would be used, and the account passed over.
        apiKey: '',
        // Of the account's JSON only these two: its addresses would decide whom the key is shown to.
        googleAuthOptions: { credentials: { client_email, private_key } },
        fetch,
        ...(account.baseUrl === null ? {} : { baseURL: urlOf(account) }),
      })(pathOf(model));
    }
  }
}

/** Throws provider-key-unfit. */
export function readServiceAccount(account: Pick<Account, 'name' | 'key'>): {
  client_email: string;
  private_key: string;
} {
  let json: unknown;
  try {
    json = JSON.parse(account.key ?? '');
  } catch {
    json = null; // told below, without its text
  }
  const read = serviceAccount.safeParse(json);
  if (!read.success) throw new TrainyardError('provider-key-unfit', { name: account.name });
  return read.data;
}
