import type { DataFacts, Issue } from '@trainyard/contracts';
import { absentPaths, brokenRule, type CompiledRule, compileRule, evaluateRule } from './rules.ts';
import { schemaIssues } from './schema-issues.ts';
import type { ConfigObject, ConfigRule, ParameterSchema } from './types.ts';

/** Forms check at every key press: rules are compiled once. */
const compiled = new WeakMap<ConfigRule, CompiledRule>();
function compiledOf(rule: ConfigRule): CompiledRule {
  const known = compiled.get(rule);
  if (known !== undefined) return known;
  const made = compileRule(rule);
  compiled.set(rule, made);
  return made;
}

function touches(path: string, other: string): boolean {
  return path === other || path.startsWith(`${other}.`) || other.startsWith(`${path}.`) || other.startsWith(`${path}[`);
}

/**
 * Every problem of a configuration at once, in the words that all surfaces show. A rule is left out while a key that it
 * names is wrong by itself, and while it needs data or roles of language models that are not chosen yet.
 */
export function checkConfig(input: {
  schema: ParameterSchema;
  rules: readonly ConfigRule[];
  config: ConfigObject;
  data: DataFacts | null;
  roles?: readonly string[] | null | undefined;
}): Issue[] {
  const issues = schemaIssues(input.schema, input.config);
  const wrong = issues.map((issue) => issue.path);
  for (const rule of input.rules) {
    try {
      const ready = compiledOf(rule);
      if (ready.usesData && input.data === null) continue;
      if (ready.usesRoles && input.roles == null) continue;
      if (absentPaths(ready, input.config).length > 0) continue;
      if (ready.paths.some((path) => wrong.some((other) => touches(path, other)))) continue;
      const message = evaluateRule(ready, input);
      if (message !== null) issues.push({ path: ready.path, message });
    } catch (error) {
      issues.push(brokenRule(rule, error));
    }
  }
  return issues;
}
