import { z } from 'zod';

/** What providers say in the middle of a stream, or in an answer that is called a success: bare, or as `error` of an object. */
const told = z.object({
  message: z.string().min(1),
  type: z.unknown().optional(),
  status: z.unknown().optional(),
  code: z.unknown().optional(),
  statusCode: z.unknown().optional(),
});

export interface ToldError {
  words: string;
  status: number | null;
}

/** Those that have the words of a status without its number. */
const statusOfType: Readonly<Record<string, number>> = {
  authentication_error: 401,
  invalid_api_key: 401,
  permission_error: 403,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  insufficient_quota: 429,
  api_error: 500,
  server_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};

function isStatus(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 400 && value < 600;
}

/** Reads an error that is none of JavaScript's; null where it is something else. */
export function toldError(value: unknown): ToldError | null {
  if (typeof value === 'string' && value !== '') return { words: value, status: null };
  if (typeof value !== 'object' || value === null || value instanceof Error) return null;
  const read = told.safeParse('error' in value && typeof value.error === 'object' ? value.error : value);
  if (!read.success) return 'error' in value && typeof value.error === 'string' ? toldError(value.error) : null;
  const { message, type, code, status, statusCode } = read.data;
  const names = [type, code].filter((name) => typeof name === 'string');
  const number = [statusCode, code, status].find(isStatus) ?? names.map((name) => statusOfType[name]).find(isStatus);
  return { words: message, status: number ?? null };
}

/** An answer that is called a success and holds an error. */
export function errorIn(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'error' in body ? body : null;
}

/** The error in the text of an answer that is called a success. */
export function toldErrorIn(text: string | undefined): ToldError | null {
  if (text === undefined) return null;
  try {
    return toldError(errorIn(JSON.parse(text)));
  } catch {
    return null; // no JSON: it says nothing that can be read
  }
}
