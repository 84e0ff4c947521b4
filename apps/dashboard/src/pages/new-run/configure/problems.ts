import type { Issue } from '@trainyard/contracts';
import type { AnswerOf } from '@trainyard/contracts/routes';
import { type ConfigRule, checkConfig, type ParameterSchema } from '@trainyard/domain';
import type { Field } from '../../../form/field.ts';

export type Checked = AnswerOf<'checkConfig'>;

/** A problem and the control that it is shown at. */
export interface Problem extends Issue {
  /** The `path` of the field, or a setting of the run (`dataset`, `seed`); null where it belongs to no control. */
  field: string | null;
}

/** Settings of the run itself that a problem may belong to. */
const runFields = ['dataset', 'upload', 'seed', 'threads', 'gpus', 'time_limit_s', 'name', 'tags', 'notes', 'preset'];

/** `layers[1]` belongs to the field `layers`. */
export function fieldOfPath(path: string, fields: readonly Pick<Field, 'path'>[]): string | null {
  const known = [...fields.map((field) => field.path), ...runFields];
  if (known.includes(path)) return path;
  const owners = known.filter((one) => path.startsWith(`${one}.`) || path.startsWith(`${one}[`));
  return owners.sort((a, b) => b.length - a.length)[0] ?? null;
}

/** What the sizes of a split follow from: while it stays the same, facts of the last check still hold. */
export function factsKey(dataset: string | null, config: Record<string, unknown>): string {
  const { split, window, parts } = config;
  return JSON.stringify([dataset, split, window, parts]);
}

/**
 * The check as somebody types. The server's answer counts where it is for these very settings; until it comes, the
 * same rules are used here, with the facts of the last answer where they still hold.
 */
export function problemsOf(input: {
  schema: ParameterSchema;
  rules: readonly ConfigRule[];
  config: Record<string, unknown>;
  fields: readonly Field[];
  dataset: string | null;
  settings: readonly Issue[];
  answer: { checked: Checked; current: boolean; factsKey: string } | null;
}): Problem[] {
  const { schema, rules, config, fields, dataset, settings, answer } = input;
  let issues: readonly Issue[];
  if (answer?.current === true) issues = answer.checked.issues;
  else {
    const facts = answer !== null && answer.factsKey === factsKey(dataset, config) ? answer.checked.facts : null;
    const own = checkConfig({ schema, rules, config, data: facts });
    // What only the server knows (data set, GPUs, runs) stays until it has answered again.
    const served = (answer?.checked.issues ?? []).filter(({ path }) => runFields.includes(path) && path !== 'preset');
    issues = [...own, ...served];
  }
  const said = new Set<string>();
  return [...settings, ...issues]
    .filter(({ path, message }) => !said.has(`${path}\n${message}`) && said.add(`${path}\n${message}`))
    .map((issue) => ({ ...issue, field: fieldOfPath(issue.path, fields) }));
}

export function problemsAt(problems: readonly Problem[], field: string): string[] {
  return problems.filter((problem) => problem.field === field).map((problem) => problem.message);
}
