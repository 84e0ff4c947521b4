import { type StandIn, type StandInOptions, startStandIn } from '@trainyard/testkit';
import OpenAI from 'openai';
import { type TestServer, testServer } from '../server.fixture.ts';

export interface TestGateway {
  server: TestServer;
  standIn: StandIn;
  /** OpenAI's own client, pointed at the server; it does not try again by itself. */
  openai: OpenAI;
  clientFor(key: string, url?: string): OpenAI;
  end(): Promise<void>;
}

/** A server with the stand-in as its provider `stand-in`, and the language model `small`, whose price is known. */
export async function testGateway(
  options: StandInOptions & { provider?: Record<string, number | null>; priced?: boolean } = {},
): Promise<TestGateway> {
  const { provider = {}, priced = true, ...standInOptions } = options;
  const [server, standIn] = await Promise.all([testServer({ languageBackoffMs: 1 }), startStandIn(standInOptions)]);
  const { client } = server;
  const body = { name: 'stand-in', kind: 'openai-compatible' as const, base_url: standIn.url, key: standIn.key };
  await client.call('createProvider', { body: { ...body, ...provider } });
  await client.call('createLanguageModel', { body: { name: 'small', provider: 'stand-in', model: 'tiny-1' } });
  if (priced) {
    const price = { provider: 'stand-in', model: 'tiny-1', input_usd: 1, output_usd: 4 };
    await client.call('addPrice', { body: price });
  }
  const clientFor = (apiKey: string, url = server.url) => new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 });
  return {
    server,
    standIn,
    openai: clientFor(server.localKey),
    clientFor,
    async end() {
      await server.end();
      await standIn.close();
    },
  };
}
