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

const deepest = 100;

/** Everything that walks a body by recursion, ours or a library's, would run out of stack on one nested deep enough. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((one) => isDeeper(one, levels - 1));
}

/** Parses path, query and body by the schemas of the route table. */
export const validatorCompiler: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  const part = partNames[httpPart ?? ''] ?? 'request';
  return (data: unknown) => {
    if (httpPart === 'body' && isDeeper(data, deepest)) {
      return { error: new TrainyardError('body-malformed', { detail: `it is nested deeper than ${deepest} levels` }) };
    }
    const parsed = schema.safeParse(data);
    return parsed.success ? { value: parsed.data } : { error: requestInvalid(part, parsed.error) };
  };
};
