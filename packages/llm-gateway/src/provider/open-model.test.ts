import { afterEach, expect, it, vi } from 'vitest';
import { openModel } from './open-model.ts';

afterEach(() => void vi.unstubAllEnvs());

it('a service account of Vertex is used whatever key stands in the environment', async () => {
  vi.stubEnv('GOOGLE_VERTEX_API_KEY', 'of-the-environment');
  const account = {
    id: 'p',
    name: 'vertex',
    kind: 'vertex' as const,
    baseUrl: null,
    project: 'my-project',
    location: 'europe-west1',
    key: JSON.stringify({
      type: 'service_account',
      client_email: 'a@b.example',
      private_key: 'a PRIVATE KEY',
    }),
    maxConcurrent: 1,
    maxPerMinute: null,
    timeoutMs: 1000,
    retries: 0,
  };
  const { model } = await openModel(account, 'gemini');
  // By a key the library asks an address without a project, as nobody in particular.
  const { baseURL } = Reflect.get(model, 'config') as { baseURL: string };
  expect(baseURL).toContain('/projects/my-project/locations/europe-west1/');
});
