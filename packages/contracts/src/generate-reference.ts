import { errorCatalogue } from './error.ts';
import { type JsonSchema, protocolSchemas } from './generate-schema.ts';
import { endCodes } from './reason.ts';
import { type Route, routes } from './routes.ts';
import { sectionTypes } from './section.ts';

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

/** docs/reference/errors.md */
export function errorsPage(): string {
  const kinds = { user: 'yours', environment: 'the environment', ours: 'ours' } as const;
  const rows = Object.entries(errorCatalogue)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, entry]) => [`\`${code}\``, String(entry.status), kinds[entry.kind], entry.says, entry.hint]);
  const ends = Object.entries(endCodes).map(([code, end]) => [`\`${code}\``, end.says, end.retry ? 'yes' : 'no']);
  return [
    '# Errors',
    '',
    'Made from `packages/contracts/src/error.ts`. Every failing request is answered with problem details (RFC 9457): `code` is one of these,',
    '`detail` the sentence, `hint` what to do, `issues` every single problem where there are several, `request_id` the line in the log.',
    '',
    ...table(['code', 'status', 'whose', 'says', 'hint'], rows),
    '',
    '## Why a run ended',
    '',
    'Made from `packages/contracts/src/reason.ts`. The first cause is kept.',
    '',
    ...table(['code', 'says', 'tried again'], ends),
    '',
  ].join('\n');
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function typeWords(schema: unknown): string {
  if (!isSchema(schema)) return 'any';
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (Array.isArray(schema.enum)) return schema.enum.map((one) => `\`${String(one)}\``).join(', ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(choices)) return [...new Set(choices.map(typeWords))].join(' or ');
  if (schema.type === 'array') return `list of ${typeWords(schema.items)}`;
  if (schema.type === 'object') {
    if (!isSchema(schema.properties)) {
      return isSchema(schema.additionalProperties) ? `map to ${typeWords(schema.additionalProperties)}` : 'object';
    }
    const required = Array.isArray(schema.required) ? schema.required : [];
    const keys = Object.keys(schema.properties).map((key) => (required.includes(key) ? key : `${key}?`));
    return `{${keys.join(', ')}}`;
  }
  if (Array.isArray(schema.type)) return schema.type.map(String).join(' or ');
  return typeof schema.type === 'string' ? schema.type : 'any';
}

const envelope = new Set(['v', 'seq', 't', 'type']);

function linesOf(file: string): string[] {
  const schema = protocolSchemas()[file];
  const variants = schema?.oneOf ?? schema?.anyOf;
  if (!Array.isArray(variants)) return [];
  const rows = variants.filter(isSchema).map((variant): string[] => {
    const properties = isSchema(variant.properties) ? variant.properties : {};
    const required = Array.isArray(variant.required) ? variant.required : [];
    const fields = Object.entries(properties)
      .filter(([key]) => !envelope.has(key))
      .map(([key, field]) => `**${key}**${required.includes(key) ? '' : '?'}: ${typeWords(field)}`);
    return [typeWords(properties.type), fields.join('; ') || '—'];
  });
  return table(['type', 'fields (`?` = may be left out)'], rows);
}

/** docs/reference/protocol.md */
export function protocolPage(): string {
  const task = protocolSchemas()['task.json'];
  const properties = isSchema(task?.properties) ? task.properties : {};
  const rows = Object.entries(properties).map(([key, field]) => [`\`${key}\``, typeWords(field)]);
  return [
    '# Trainer protocol, version 1',
    '',
    'Made from `packages/contracts/src/protocol.ts`; the JSON Schemas lie in `protocol/schema`, recorded conversations in',
    '`protocol/golden-transcripts`.',
    '',
    'A trainer is a process. It reads the JSON file that `TRAINYARD_TASK` names, writes newline-delimited JSON to file descriptor 3, and reads',
    'newline-delimited JSON from stdin; stdout and stderr are its log. Every line to the host has `v` (1), `seq` (rises within an attempt; a',
    'repeated one is dropped), `t` (milliseconds since 1970) and `type`. Numbers that JSON lacks are spelled "NaN", "Infinity", "-Infinity".',
    '',
    '## Trainer to host',
    '',
    ...linesOf('trainer-line.json'),
    '',
    '`hello` comes first, `done` last. A checkpoint is announced after its files were fsynced and renamed into place. Exit 0 without `done` is a',
    'failure, unless the manifest says `ends_by: exit-code`.',
    '',
    '## Host to trainer',
    '',
    ...linesOf('host-line.json'),
    '',
    '`pause`: save a checkpoint, say `done` with status `paused`, leave. `stop`: save, evaluate what there is, say `done` with status `stopped`.',
    '`cancel`: leave. Each is answered with `ack`. At the deadline comes SIGTERM, after the kill grace SIGKILL. Stdin is closed when the host is gone.',
    '',
    '## The task',
    '',
    ...table(['field', 'value'], rows),
    '',
    '## Sections',
    '',
    `The closed list of types: ${sectionTypes.map((type) => `\`${type}\``).join(', ')}. Their data are described by \`protocol/schema/section.json\`.`,
    '',
  ].join('\n');
}

/** docs/reference/rest.md */
export function restPage(): string {
  const groups = new Map<string, string[][]>();
  for (const route of Object.values<Route>(routes)) {
    const noun = /^\/api\/v1\/([a-z-]+)/.exec(route.path)?.[1] ?? 'the product';
    const answers = Object.entries(route.responses).map(([status, body]) =>
      body === 'stream' ? `${status} (stream)` : status,
    );
    const row = [`\`${route.method} ${route.path}\``, route.summary, route.role, answers.join(', ')];
    groups.set(noun, [...(groups.get(noun) ?? []), row]);
  }
  const body = [...groups].flatMap(([noun, rows]) => [
    `## ${noun}`,
    '',
    ...table(['request', 'what it does', 'role', 'answers'], rows),
    '',
  ]);
  return [
    '# REST',
    '',
    'Made from the route table in `packages/contracts/src/routes.ts`. Bodies and answers are described in OpenAPI 3.1 at `/api/openapi.json`,',
    'readable at `/api/docs`. Programs send `Authorization: Bearer <key>`. Every `{id}` of a run or experiment accepts its short number. `POST`',
    'takes an `Idempotency-Key`. Errors: [errors.md](errors.md).',
    '',
    ...body,
  ].join('\n');
}
