import type { ProviderKind } from '@trainyard/contracts';

/** A provider as the gateway uses it, its key opened. It never leaves this package. */
export interface Account {
  id: string;
  name: string;
  kind: ProviderKind;
  /** Null for Vertex at its usual address. */
  baseUrl: string | null;
  project: string | null;
  location: string | null;
  key: string | null;
  maxConcurrent: number;
  maxPerMinute: number | null;
  timeoutMs: number;
  retries: number;
}

/** Without the slash at its end; Ollama's own address gets the path of its OpenAI-compatible door. */
export function callableUrl(kind: ProviderKind, baseUrl: string): string {
  const plain = baseUrl.replace(/\/+$/, '');
  return kind === 'ollama' && new URL(plain).pathname === '/' ? `${plain}/v1` : plain;
}

/** OpenAI's own address: it takes no top-k, and has another name for the limit of tokens. */
export function isOpenAi(baseUrl: string | null): boolean {
  return baseUrl !== null && URL.canParse(baseUrl) && /(^|\.)openai\.com$/.test(new URL(baseUrl).hostname);
}
