/**
 * Reads a regular expression into a small tree. The platform has checked the syntax before (`u` flag), so that only structure
 * is told apart here; what a single character may be is left to the platform too (`atom`).
 */
export type Node =
  | { kind: 'atom'; source: string }
  | { kind: 'assert'; at: 'start' | 'end' | 'word-edge' | 'inside' }
  | { kind: 'sequence'; parts: Node[] }
  | { kind: 'choice'; options: Node[] }
  | { kind: 'repeat'; part: Node; least: number; most: number };

export class PatternError extends Error {}

/** Deeper nesting is refused: the reader calls itself. */
const deepest = 100;

export function parsePattern(source: string): Node {
  let at = 0;
  const refuse = (what: string): never => {
    throw new PatternError(`The pattern uses ${what} at character ${at + 1}, which cannot be matched in bounded time`);
  };
  const take = (text: string): boolean => {
    if (!source.startsWith(text, at)) return false;
    at += text.length;
    return true;
  };
  const rest = (shape: RegExp): RegExpExecArray | null => shape.exec(source.slice(at, at + 200));

  function choice(depth: number): Node {
    if (depth > deepest) refuse(`groups nested deeper than ${deepest}`);
    const options = [sequence(depth)];
    while (take('|')) options.push(sequence(depth));
    const [only] = options;
    return options.length === 1 && only !== undefined ? only : { kind: 'choice', options };
  }

  function sequence(depth: number): Node {
    const parts: Node[] = [];
    while (at < source.length && source[at] !== '|' && source[at] !== ')') parts.push(repeated(single(depth)));
    return { kind: 'sequence', parts };
  }

  function repeated(part: Node): Node {
    const quantifier = rest(/^(?:[*+?]|\{(\d+)(,(\d*))?\})\??/);
    if (quantifier === null) return part;
    at += quantifier[0].length;
    const [sign, low, comma, high] = quantifier;
    if (low === undefined) {
      const most = sign.startsWith('?') ? 1 : Number.POSITIVE_INFINITY;
      return { kind: 'repeat', part, least: sign.startsWith('+') ? 1 : 0, most };
    }
    const most = comma === undefined ? Number(low) : high === '' ? Number.POSITIVE_INFINITY : Number(high);
    return { kind: 'repeat', part, least: Number(low), most };
  }

  function group(depth: number): Node {
    if (/^\?(?:[=!]|<[=!])/.test(source.slice(at, at + 3))) refuse('a look ahead or behind');
    const opening = rest(/^\?(?::|<[^>]*>)/);
    if (opening !== null) at += opening[0].length;
    else if (source[at] === '?') refuse('a group with flags of its own');
    const inside = choice(depth + 1);
    take(')');
    return inside;
  }

  function escaped(): Node {
    if (/^\\(?:[1-9]|k)/.test(source.slice(at, at + 2))) refuse('a reference to an earlier group');
    if (take('\\b')) return { kind: 'assert', at: 'word-edge' };
    if (take('\\B')) return { kind: 'assert', at: 'inside' };
    const written =
      rest(/^\\(?:x[0-9a-fA-F]{2}|u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|c[A-Za-z]|[pP]\{[^}]*\}|.)/su)?.[0] ?? '\\';
    at += written.length;
    // Two escapes of one character beyond U+FFFF are one atom.
    const low = /^\\u[dD][89abAB]/.test(written) ? rest(/^\\u[dD][c-fC-F][0-9a-fA-F]{2}/)?.[0] : undefined;
    at += low?.length ?? 0;
    return { kind: 'atom', source: written + (low ?? '') };
  }

  function characterClass(): Node {
    const start = at;
    for (at += 1; at < source.length && source[at] !== ']'; at += 1) if (source[at] === '\\') at += 1;
    at += 1;
    return { kind: 'atom', source: source.slice(start, at) };
  }

  function single(depth: number): Node {
    if (take('(')) return group(depth);
    if (take('^')) return { kind: 'assert', at: 'start' };
    if (take('$')) return { kind: 'assert', at: 'end' };
    if (source[at] === '\\') return escaped();
    if (source[at] === '[') return characterClass();
    const character = String.fromCodePoint(source.codePointAt(at) ?? 0);
    at += character.length;
    return { kind: 'atom', source: character };
  }

  return choice(0);
}
