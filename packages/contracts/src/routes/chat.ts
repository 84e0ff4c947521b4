import { z } from 'zod';
import { chatRequest } from '../chat.ts';
import type { Route } from './route.ts';

const chatModel = z.object({
  id: z.string(),
  object: z.literal('model'),
  created: z.int(),
  owned_by: z.string(),
});

/** OpenAI's paths, so that its clients find them: their base URL is that of the server with /v1 behind it. */
export const chatRoutes = {
  createChatCompletion: {
    method: 'POST',
    path: '/v1/chat/completions',
    summary:
      'OpenAI’s chat completions for every language model; headers X-Trainyard-Run, -Role, -Sample and -Cache (off) say what the ledger keeps',
    role: 'member',
    body: chatRequest,
    responses: { 200: 'stream' },
  },
  listChatModels: {
    method: 'GET',
    path: '/v1/models',
    summary: 'The language models in OpenAI’s shape',
    role: 'viewer',
    responses: { 200: z.object({ object: z.literal('list'), data: z.array(chatModel) }) },
  },
} as const satisfies Record<string, Route>;
