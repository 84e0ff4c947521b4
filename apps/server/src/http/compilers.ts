import { TrainyardError } from '@trainyard/contracts';
import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';
import { issuesOf } from './zod-issues.ts';

/** A request that is not as its schema says, with every problem. */
function requestInvalid(part: string, error: z.core.$ZodError): TrainyardError {
  const issues = issuesOf(error.issues);
  const first = issues[0];
  const where = first === undefined || first.path === '' ? part : `${part} ${first.path}`;
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  return new TrainyardError('query-invalid', { detail: `${where}: ${first?.message ?? 'wrong'}${more}` }, { issues });
}

const partNames: Record<string, string> = { querystring: 'query', params: 'path', body: 'body' };

/** Parses path, query and body by the schemas of the route table. */
export const validatorCompiler: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  const part = partNames[httpPart ?? ''] ?? 'request';
  return (data: unknown) => {
    const parsed = schema.safeParse(data);
    return parsed.success ? { value: parsed.data } : { error: requestInvalid(part, parsed.error) };
  };
};
