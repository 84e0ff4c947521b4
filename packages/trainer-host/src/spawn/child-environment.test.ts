import { task } from '@trainyard/contracts';
import { afterEach, expect, it, vi } from 'vitest';
import { childEnvironment } from './child-environment.ts';

afterEach(() => void vi.unstubAllEnvs());

function environmentOf(language: { url: string; key: string; models: object } | null, extra = {}) {
  const folders = { dataset: null, split: null, upload: null, output: '/o', checkpoint: null };
  const numbers = { v: 1, run_number: 1, attempt: 1, seed: 0, threads: 1, devices: [], time_limit_s: 60 };
  const spec = { taskFile: '/t', binFolders: [], virtualEnvironment: null, pythonPath: [], cacheFolder: '/c', extra };
  const read = task.parse({ ...numbers, ...folders, run_id: 'r', trainer: 't', config: {}, language });
  return childEnvironment({ ...spec, task: read });
}

const ofOperator = [
  'OPENAI_API_KEY',
  'OPENAI_BASE_URL',
  'OPENAI_ORG_ID',
  'ANTHROPIC_API_KEY',
  'ANTHROPIC_AUTH_TOKEN',
  'AZURE_OPENAI_ENDPOINT',
  'GOOGLE_API_KEY',
  'GOOGLE_GENERATIVE_AI_API_KEY',
  'GOOGLE_VERTEX_API_KEY',
  'GOOGLE_APPLICATION_CREDENTIALS',
  'GEMINI_API_KEY',
  'MISTRAL_API_KEY',
  'AWS_BEARER_TOKEN_BEDROCK',
];

it('a trainer has no key of a provider from the environment of its worker', () => {
  for (const name of ofOperator) vi.stubEnv(name, 'of-the-operator');
  vi.stubEnv('LANG', 'C.UTF-8');
  const environment = environmentOf(null);
  expect(Object.values(environment)).not.toContain('of-the-operator');
  expect(ofOperator.filter((name) => name in environment)).toEqual([]);
  expect(environment.LANG).toBe('C.UTF-8');
});

it('a trainer that asks language models finds the door where OpenAI’s clients look', () => {
  vi.stubEnv('OPENAI_API_KEY', 'of-the-operator');
  const language = { url: 'http://127.0.0.1:4600', key: 'ty_run_1', models: {} };
  const door = { OPENAI_BASE_URL: 'http://127.0.0.1:4600/v1', OPENAI_API_KEY: 'ty_run_1' };
  expect(environmentOf(language)).toMatchObject(door);
  expect(environmentOf(language, { OPENAI_API_KEY: 'own' }).OPENAI_API_KEY).toBe('own');
});
