import { hash } from 'node:crypto';
import type { Account } from '../provider/account.ts';
import type { Question } from './attempt.ts';

/** JSON whose objects have their members in order, so that equal values have equal texts. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).filter(([, one]) => one !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`).join(',')}}`;
}

/**
 * What makes two calls the same: where the question goes, the question, its parameters, and which sample of the answer
 * it is. The provider counts by its address, so that one that is renamed or added again keeps its answers.
 */
export function callKey(
  account: Pick<Account, 'kind' | 'baseUrl' | 'project' | 'location'>,
  { model, messages, parameters }: Question,
  sample: number,
): string {
  const { kind, baseUrl, project, location } = account;
  const text = canonical({ v: 1, kind, baseUrl, project, location, model, messages, parameters, sample });
  return hash('sha256', text);
}
