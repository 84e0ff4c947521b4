import type { TrainyardError } from '@trainyard/contracts';

/** An error as OpenAI's clients read it; the hint is a part of its words, since they show nothing else. */
export function openAiError({ message, hint, code, kind, issues }: TrainyardError) {
  const type = kind === 'user' ? 'invalid_request_error' : 'api_error';
  return { message: `${message} ${hint}`, type, code: code.replaceAll('-', '_'), param: issues[0]?.path ?? null };
}

/** Whether OpenAI's clients ask there. */
export function isOpenAiPath(url: string): boolean {
  return url.startsWith('/v1/');
}
