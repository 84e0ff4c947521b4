/** What a model sent as JSON, or in words why it is none. */
export type JsonAnswer = { ok: true; value: unknown } | { ok: false; problem: string };

/** Deeper nesting is no answer but an attempt to exhaust the stack of whatever reads it. */
const deepest = 200;
const fence = /^```(?:json)?[^\S\n]*\n([\s\S]*)\n[^\S\n]*```$/i;

function tooDeep(text: string): boolean {
  let [depth, quoted] = [0, false];
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i];
    if (quoted) {
      if (character === '\\') i += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{' || character === '[') {
      depth += 1;
      if (depth > deepest) return true;
    } else if (character === '}' || character === ']') depth -= 1;
  }
  return false;
}

/** The whole answer is one JSON value; `fenced` allows one code fence around it. */
export function jsonAnswer(text: string, options: { fenced?: boolean } = {}): JsonAnswer {
  const trimmed = text.trim();
  if (trimmed === '') return { ok: false, problem: 'The answer is empty; JSON was expected.' };
  const body = options.fenced === false ? trimmed : (fence.exec(trimmed)?.[1] ?? trimmed);
  if (tooDeep(body)) return { ok: false, problem: `The answer nests deeper than ${deepest} levels.` };
  try {
    const value: unknown = JSON.parse(body);
    return { ok: true, value };
  } catch (error) {
    const around = /^[[{]/.test(body) ? '' : ' It does not start with { or [.';
    const detail = error instanceof Error ? error.message.replaceAll(/\s+/g, ' ').slice(0, 160) : String(error);
    return { ok: false, problem: `The answer is not JSON: ${detail}.${around}` };
  }
}

/** A model wraps JSON in words more often than not: the outermost braces are taken, where the whole is no JSON. */
export function jsonWithin(answer: string): JsonAnswer {
  const whole = jsonAnswer(answer);
  if (whole.ok) return whole;
  const [from, to] = [answer.indexOf('{'), answer.lastIndexOf('}')];
  const inner = from === -1 || to < from ? whole : jsonAnswer(answer.slice(from, to + 1));
  return inner.ok ? inner : whole;
}
