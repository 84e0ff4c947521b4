import { type EditAction, editActions } from '../edits/actions.ts';
import { jsonWithin } from '../metrics/json-answer.ts';
import type { Prompt } from '../prompt/prompt.ts';
import type { ProposedCandidate } from './types.ts';

export type ParsedProposals = { ok: true; candidates: ProposedCandidate[] } | { ok: false; reason: string };

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

function text(value: unknown, name: string): string | null {
  const found = field(value, name);
  return typeof found === 'string' ? found : null;
}

function actionOf(value: unknown): EditAction | null {
  const named = text(value, 'action')
    ?.trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
  return editActions.find((action) => action === named) ?? null;
}

/**
 * The optimizer's answer as candidates; lenient about what stands around the JSON, strict about what is a prompt. A text that
 * did not end by itself gives none: its last prompt would be cut off. Examples stay those of the parent.
 */
export function parseProposals(answer: string, finish: string, parent: Prompt): ParsedProposals {
  if (finish !== 'stop') return { ok: false, reason: `the optimizer's answer did not end by itself ("${finish}")` };
  const read = jsonWithin(answer);
  if (!read.ok) return { ok: false, reason: read.problem };
  const list = Array.isArray(read.value) ? read.value : field(read.value, 'candidates');
  if (!Array.isArray(list)) return { ok: false, reason: 'the optimizer\'s answer has no list "candidates"' };
  const candidates = list.flatMap((one: unknown): ProposedCandidate[] => {
    const [system, output] = [text(one, 'system'), text(one, 'output')];
    if (system === null || output === null) return [];
    const prompt = { system, output, examples: parent.examples };
    const hypothesis = (text(one, 'hypothesis') ?? '').replaceAll(/\s+/g, ' ').trim().slice(0, 300);
    return [{ prompt, finish, action: actionOf(one), hypothesis, origin: 'model' }];
  });
  const lost = list.length - candidates.length;
  if (candidates.length > 0) return { ok: true, candidates };
  return { ok: false, reason: `none of ${lost} candidates has both "system" and "output" as texts` };
}
