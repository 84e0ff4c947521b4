import type { Issue, Problem } from '@trainyard/contracts';

/** A refusal by the server, with its words for people. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly detail: string;
  readonly hint: string;
  readonly issues: readonly Issue[];
  readonly allowed: readonly string[] | undefined;
  readonly requestId: string | undefined;

  constructor(problem: Omit<Problem, 'type' | 'title' | 'request_id'> & { request_id?: string }, cause?: unknown) {
    super(problem.detail, cause === undefined ? {} : { cause });
    this.name = 'ApiError';
    this.code = problem.code;
    this.status = problem.status;
    this.detail = problem.detail;
    this.hint = problem.hint;
    this.issues = problem.issues;
    this.allowed = problem.allowed;
    this.requestId = problem.request_id;
  }
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value && 'hint' in value;
}

/** Anything that is not ours (a proxy's page, a truncated body) still becomes an error that says what came. */
export async function errorOf(response: Response): Promise<ApiError> {
  const text = await response.text().catch(() => '');
  try {
    const body: unknown = JSON.parse(text);
    if (isProblem(body)) return new ApiError({ ...body, issues: body.issues ?? [] });
  } catch {
    // Not JSON: told below by status and the first words of what came.
  }
  return new ApiError({
    code: 'unexpected-answer',
    status: response.status,
    detail: `The server answered ${response.status}${text === '' ? '' : `: ${text.slice(0, 200)}`}`,
    hint: 'Check that the address is that of a Trainyard server.',
    issues: [],
  });
}

/** The server could not be reached at all. `status` is 0. A page has no address to name: it is the server's own. */
export function unreachable(url: string, cause: unknown): ApiError {
  return new ApiError(
    {
      code: 'server-unreachable',
      status: 0,
      detail: url === '' ? 'The server does not answer.' : `No server answers at ${url}.`,
      hint: `Start it with: npm start${url === '' ? '' : ' (or set TRAINYARD_URL to the right address)'}.`,
      issues: [],
    },
    cause,
  );
}
