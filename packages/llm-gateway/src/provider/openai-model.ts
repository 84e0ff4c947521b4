import { type Account, isOpenAi } from './account.ts';
import { jsonDoor } from './json-door.ts';
import type { OpenedModel } from './opened-model.ts';
import { upstreamFetch } from './upstream-fetch.ts';

/** The name under which further fields are handed to models that speak OpenAI's language. */
export const upstreamName = 'upstream';

/** OpenAI's newer models know the limit under another name only. */
function asOpenAi(body: Record<string, unknown>): Record<string, unknown> {
  const { max_tokens, ...rest } = body;
  return { ...rest, max_completion_tokens: max_tokens };
}

/**
 * A model that speaks OpenAI's language. The library writes what is asked and reads what is answered; between the two an
 * answer that comes whole is fetched by our own means, since the library's take longer than all else of a call.
 */
export async function openAiModel(account: Account, baseUrl: string, name: string): Promise<OpenedModel> {
  const { OpenAICompatibleChatLanguageModel } = await import('@ai-sdk/openai-compatible');
  const model = new OpenAICompatibleChatLanguageModel(name, {
    provider: `${upstreamName}.chat`,
    url: ({ path }) => baseUrl + path,
    headers: account.key === null ? {} : { authorization: `Bearer ${account.key}` },
    includeUsage: true,
    supportsStructuredOutputs: true,
    fetch: upstreamFetch,
    ...(isOpenAi(account.baseUrl) ? { transformRequestBody: asOpenAi } : {}),
  });
  const post = jsonDoor(`${baseUrl}/chat/completions`, account.key);
  return {
    model,
    async write(options) {
      const { body } = await model.prepareRequest(options);
      const bytes = Buffer.from(JSON.stringify(body));
      return async (signal) => model.convertResponse({ body: await post(bytes, signal) });
    },
  };
}
