/** NaN and the infinities as bare words: what most JSON writers print, and no JSON parser takes. */
const bareNumber = /([:[,]\s*)(-?Infinity|NaN)(?=\s*[,\]}])/g;

/**
 * JSON of a trainer's line. Bare NaN and infinities are read as the words they stand for: a hand-written trainer
 * should not lose a line because its loss did. Only a line that fails to parse is looked at that way.
 */
export function parseWire(text: string): unknown {
  try {
    return storable(JSON.parse(text), text);
  } catch (error) {
    const spelled = text.replace(bareNumber, '$1"$2"');
    if (spelled === text) throw error;
    return storable(JSON.parse(spelled), text);
  }
}

/** PostgreSQL takes neither NUL nor half a surrogate pair in text, and both are legal in JSON. */
function storable(value: unknown, text: string): unknown {
  return /\\u(0000|[dD][89a-fA-F])/.test(text) ? storableDeep(value) : value;
}

function storableDeep(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(storableDeep);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [storableText(key), storableDeep(item)]));
  }
  return value;
}

export function storableText(text: string): string {
  return (text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text).toWellFormed();
}
