import type { ApiError } from '@trainyard/api-client';
import type { ProviderKind } from '@trainyard/contracts';
import type { GivenBody } from '@trainyard/contracts/routes';
import { type LimitFields, limitBody, usualLimits } from './provider-limits.ts';

/** What stands in the form; an empty field is not sent. */
export interface ProviderFields {
  name: string;
  kind: ProviderKind;
  baseUrl: string;
  project: string;
  location: string;
  key: string;
  limits: LimitFields;
}

export const emptyProvider: ProviderFields = {
  name: '',
  kind: 'openai-compatible',
  baseUrl: '',
  project: '',
  location: '',
  key: '',
  limits: usualLimits,
};

export interface KindWords {
  label: string;
  /** The address that is used where none is given; null: one is needed, or none is asked for. */
  usualAddress: string | null;
  address: 'needed' | 'may be given' | 'none';
  key: 'needed' | 'may be given';
}

export const kindWords: Readonly<Record<ProviderKind, KindWords>> = {
  'openai-compatible': {
    label: 'OpenAI or compatible (llama.cpp, vLLM, LM Studio, Hugging Face)',
    usualAddress: null,
    address: 'needed',
    key: 'may be given',
  },
  anthropic: {
    label: 'Anthropic',
    usualAddress: 'https://api.anthropic.com/v1',
    address: 'may be given',
    key: 'needed',
  },
  google: {
    label: 'Google Gemini',
    usualAddress: 'https://generativelanguage.googleapis.com/v1beta',
    address: 'may be given',
    key: 'needed',
  },
  vertex: { label: 'Google Vertex AI (service account)', usualAddress: null, address: 'none', key: 'needed' },
  ollama: { label: 'Ollama', usualAddress: 'http://127.0.0.1:11434/v1', address: 'may be given', key: 'may be given' },
};

/** Whether enough is there to send it; what else may be wrong, the server says. */
export function isComplete({ name, kind, baseUrl, project, location, key }: ProviderFields): boolean {
  const words = kindWords[kind];
  const missing =
    name.trim() === '' ||
    (words.address === 'needed' && baseUrl.trim() === '') ||
    (words.key === 'needed' && key.trim() === '') ||
    (kind === 'vertex' && (project.trim() === '' || location.trim() === ''));
  return !missing;
}

export function providerBody(fields: ProviderFields): GivenBody<'createProvider'> {
  const { kind } = fields;
  const given = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim());
  const [address, project, location, key] = [fields.baseUrl, fields.project, fields.location, fields.key].map(given);
  return {
    name: fields.name.trim(),
    kind,
    ...(address === undefined || kindWords[kind].address === 'none' ? {} : { base_url: address }),
    ...(project === undefined || kind !== 'vertex' ? {} : { project }),
    ...(location === undefined || kind !== 'vertex' ? {} : { location }),
    ...(key === undefined ? {} : { key }),
    ...limitBody(fields.limits),
  };
}

/** What is wrong with one field, in the server's words. */
export function faultOf(problem: ApiError | null, path: string): string | undefined {
  return problem?.issues.find((issue) => issue.path === path)?.message;
}
