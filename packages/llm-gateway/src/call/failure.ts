import { APICallError, TypeValidationError } from '@ai-sdk/provider';
import { AnswerTooLarge, Unsendable } from '../provider/upstream-request.ts';
import { scrubbed } from '../secret/scrub.ts';
import { errorIn, type ToldError, toldError, toldErrorIn } from './told-error.ts';

export type FailureKind =
  /** 429: too many calls for now. */
  | 'limited'
  /** 5xx and alike. */
  | 'unavailable'
  /** Nobody could be reached: nothing was sent. */
  | 'unreachable'
  /** No answer in time. */
  | 'timeout'
  /** The connection ended in the middle. */
  | 'cut'
  /** An answer that is none. */
  | 'nonsense'
  /** 401, 403. */
  | 'key'
  /** The call itself was refused. */
  | 'refused';

/** Why an attempt failed, in words that hold no key. */
export interface Failure {
  kind: FailureKind;
  status: number | null;
  says: string;
  /** Whether another attempt may go better. */
  passing: boolean;
  /** Whether the provider may charge for it: it was sent, and nobody said that it was refused. */
  perhapsPaid: boolean;
  /** What the provider asked to wait for, milliseconds. */
  retryAfterMs: number | null;
}

const unsent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'CONNECT_TIMEOUT']);
/** Google tells a wrong key by 400. */
const wrongKey = /api.?key (not valid|expired|not found)/i;
const certificate = /CERT|SELF_SIGNED|TLS|SSL/;

/** The code of the innermost cause that has one. */
function networkCode(error: unknown): string | null {
  let code: string | null = null;
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth += 1) {
    if ('code' in at && typeof at.code === 'string') code = at.code;
    // Several addresses of one host: each failed with its own.
    if (at instanceof AggregateError && at.errors[0] instanceof Error) code = networkCode(at.errors[0]) ?? code;
  }
  return code;
}

function innermost(error: Error): Error {
  let at = error;
  for (let depth = 0; at.cause instanceof Error && depth < 8; depth += 1) at = at.cause;
  return at;
}

/** `Retry-After` in seconds or as a date, and OpenAI's `retry-after-ms`. */
export function retryAfterOf(headers: Record<string, string> | undefined, now: number): number | null {
  const ms = Number(headers?.['retry-after-ms']);
  if (Number.isFinite(ms) && ms > 0) return ms;
  const after = headers?.['retry-after'];
  if (after === undefined) return null;
  const seconds = Number(after);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(after) - now;
  return Number.isFinite(wait) && wait > 0 ? wait : null;
}

/** Google's own library signs in before the call, and fails with the status of that. */
function statusOfSignIn(error: unknown): number | null {
  if (!(error instanceof Error) || APICallError.isInstance(error) || !('status' in error)) return null;
  return typeof error.status === 'number' && error.status >= 400 ? error.status : null;
}

function ofStatus(status: number): Pick<Failure, 'kind' | 'passing'> {
  if (status === 401 || status === 403) return { kind: 'key', passing: false };
  if (status === 429) return { kind: 'limited', passing: true };
  if (status === 408 || status === 409 || status === 425 || status >= 500)
    return { kind: 'unavailable', passing: true };
  return { kind: 'refused', passing: false };
}

/** Told after the provider had taken the call on: it may charge for what came before. */
function ofTold({ words, status }: ToldError, clean: (words: string) => string): Failure {
  const base = { status, perhapsPaid: true, retryAfterMs: null };
  if (status !== null) return { ...base, ...ofStatus(status), says: clean(`${status} ${words}`) };
  return { ...base, kind: 'unavailable', says: clean(`it broke off: ${words}`), passing: true };
}

function toldBy(error: unknown): ToldError | null {
  if (APICallError.isInstance(error)) return toldErrorIn(error.responseBody);
  return toldError(TypeValidationError.isInstance(error) ? errorIn(error.value) : error);
}

/** Any error of an attempt as a failure. */
export function failureOf(error: unknown, context: { key: string | null; timedOut: boolean; now: number }): Failure {
  const clean = (words: string): string => scrubbed(words, context.key);
  const base = { status: null, retryAfterMs: null };
  if (context.timedOut)
    return { ...base, kind: 'timeout', says: 'no answer in time', passing: true, perhapsPaid: true };
  const status = APICallError.isInstance(error) ? (error.statusCode ?? null) : null;
  if (APICallError.isInstance(error) && status !== null && status >= 300) {
    const says = clean(`${status}${error.message === '' ? '' : ` ${error.message}`}`);
    const retryAfterMs = retryAfterOf(error.responseHeaders, context.now);
    const kind = status === 400 && wrongKey.test(error.message) ? ofStatus(401) : ofStatus(status);
    return { ...kind, status, says, perhapsPaid: false, retryAfterMs };
  }
  const told = toldBy(error);
  if (told !== null) return ofTold(told, clean);
  const inside = error instanceof Error ? innermost(error) : error;
  if (inside instanceof Unsendable) {
    return { ...base, kind: 'refused', says: clean(inside.message), passing: false, perhapsPaid: false };
  }
  if (inside instanceof AnswerTooLarge) {
    return { ...base, kind: 'nonsense', says: inside.message, passing: false, perhapsPaid: true };
  }
  const signIn = statusOfSignIn(error);
  if (signIn !== null) {
    const says = clean(`the sign-in was refused (${signIn})`);
    return { ...base, ...ofStatus(signIn < 500 ? 401 : signIn), status: signIn, says, perhapsPaid: false };
  }
  const code = networkCode(error);
  if (code !== null && unsent.has(code)) {
    return { ...base, kind: 'unreachable', says: `cannot be reached (${code})`, passing: true, perhapsPaid: false };
  }
  if (code !== null && certificate.test(code)) {
    return {
      ...base,
      kind: 'unreachable',
      says: `its certificate is not trusted (${code})`,
      passing: false,
      perhapsPaid: false,
    };
  }
  if (inside instanceof Error && /redirect/i.test(inside.message)) {
    const says = 'it redirects elsewhere, where the key is not carried';
    return { ...base, kind: 'refused', says, passing: false, perhapsPaid: false };
  }
  if (code !== null && /^(ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|ERR_STREAM_PREMATURE_CLOSE)/.test(code)) {
    return { ...base, kind: 'cut', says: `the connection broke (${code})`, passing: true, perhapsPaid: true };
  }
  const words = inside instanceof Error ? inside.message : 'it says nothing that can be read';
  return {
    ...base,
    kind: 'nonsense',
    status,
    says: clean(`not an answer: ${words}`),
    passing: true,
    perhapsPaid: true,
  };
}
