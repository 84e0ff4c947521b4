import { type Problem, TrainyardError } from '@trainyard/contracts';
import { bytesInWords } from '@trainyard/files';
import { isConnectionLoss } from '@trainyard/store';
import type { FastifyError } from 'fastify';

export const problemType = 'application/problem+json; charset=utf-8';

export function problemOf(error: TrainyardError, requestId: string): Problem {
  return {
    type: `/api/docs#error-${error.code}`,
    title: error.code.replaceAll('-', ' '),
    status: error.status,
    code: error.code,
    detail: error.message,
    hint: error.hint,
    issues: [...error.issues],
    ...(error.allowed === undefined ? {} : { allowed: [...error.allowed] }),
    request_id: requestId,
  };
}

/** What the framework found wrong before a handler ran, in our words. */
function ofFramework(error: FastifyError, bodyLimit: number): TrainyardError | null {
  switch (error.code) {
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new TrainyardError('body-malformed', { detail: error.message.replace(/\.$/, '') }, { cause: error });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_ERR_CTP_EMPTY_TYPE':
    case 'FST_INVALID_MULTIPART_CONTENT_TYPE':
      return new TrainyardError('body-type-unsupported', {}, { cause: error });
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new TrainyardError('body-too-large', { limit: bytesInWords(bodyLimit) }, { cause: error });
    default:
      return null;
  }
}

export interface ErrorContext {
  requestId: string;
  /** Body limit of the route, for the sentence. */
  bodyLimit: number;
}

/** Every error becomes one of the catalogue's; what nobody foresaw is ours, and its innards stay in the log. */
export function asTrainyardError(error: unknown, context: ErrorContext): TrainyardError {
  if (error instanceof TrainyardError) return error;
  if (error instanceof Error) {
    const framework = ofFramework(error as FastifyError, context.bodyLimit);
    if (framework !== null) return framework;
    if (isConnectionLoss(error))
      return new TrainyardError('database-unreachable', { detail: error.message }, { cause: error });
    const { statusCode } = error as FastifyError;
    if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
      return new TrainyardError('query-invalid', { detail: error.message }, { cause: error });
    }
  }
  return new TrainyardError('internal', { request_id: context.requestId }, { cause: error });
}
