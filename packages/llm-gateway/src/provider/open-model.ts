import { serviceAccount, TrainyardError } from '@trainyard/contracts';
import { type Account, callableUrl } from './account.ts';
import { openAiModel } from './openai-model.ts';
import { inOne, type OpenedModel } from './opened-model.ts';
import { upstreamFetch } from './upstream-fetch.ts';
import { Unsendable } from './upstream-request.ts';

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

const opened = new WeakMap<Account, Map<string, Promise<OpenedModel>>>();

/** A model of a provider, made once for as long as the account is remembered: making one costs as much as a call. */
export function openModel(account: Account, model: string): Promise<OpenedModel> {
  const models = opened.get(account) ?? new Map<string, Promise<OpenedModel>>();
  opened.set(account, models);
  const made = models.get(model) ?? makeModel(account, model);
  models.set(model, made);
  return made;
}

/**
 * A model behind the one interface that all share. The libraries are loaded at first use, so that a server
 * without providers starts without them; a key is always given, since they would look for one in the environment.
 */
async function makeModel(account: Account, model: string): Promise<OpenedModel> {
  const fetch = upstreamFetch;
  const apiKey = account.key ?? '';
  switch (account.kind) {
    case 'openai-compatible':
    case 'ollama':
      return openAiModel(account, urlOf(account), model);
    case 'anthropic': {
      const { createAnthropic } = await import('@ai-sdk/anthropic');
      return inOne(createAnthropic({ baseURL: urlOf(account), apiKey, fetch })(model));
    }
    case 'google': {
      const { createGoogle } = await import('@ai-sdk/google');
      return inOne(createGoogle({ baseURL: urlOf(account), apiKey, fetch })(pathOf(model)));
    }
    case 'vertex': {
      const { createGoogleVertex } = await import('@ai-sdk/google-vertex');
      const { client_email, private_key } = readServiceAccount(account);
      const vertex = createGoogleVertex({
        project: account.project ?? '',
        location: account.location ?? '',
        // Without it a key in the server's environment would be used, and the account passed over.
        apiKey: '',
        // Of the account's JSON only these two: its addresses would decide whom the key is shown to.
        googleAuthOptions: { credentials: { client_email, private_key } },
        fetch,
        ...(account.baseUrl === null ? {} : { baseURL: urlOf(account) }),
      });
      return inOne(vertex(pathOf(model)));
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
