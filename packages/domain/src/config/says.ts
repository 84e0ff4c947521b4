import type { DataFacts } from '@trainyard/contracts';
import { absentPaths, type CompiledRule, compileRule, evaluateRule } from './rules.ts';
import type { ConfigObject, ParameterSchema } from './types.ts';

/** Forms tell it at every key press. */
const compiled = new Map<string, CompiledRule>();

/** A text with expressions, as the message of a rule that is always broken. Throws where it cannot be read. */
export function compileSays(text: string): CompiledRule {
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const made = compileRule({ rule: 'false', message: text });
  compiled.set(text, made);
  return made;
}

/** What the value of a parameter comes to (`x-ui.says`); null while that cannot be told. */
export function saysOf(
  text: string,
  about: { schema: ParameterSchema; config: ConfigObject; data: DataFacts | null },
): string | null {
  try {
    const rule = compileSays(text);
    if ((rule.usesData && about.data === null) || absentPaths(rule, about.config).length > 0) return null;
    return evaluateRule(rule, about);
  } catch {
    return null; // a value of the wrong type is told by the check, and the text by that of the manifest
  }
}
