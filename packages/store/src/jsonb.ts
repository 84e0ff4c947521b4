/** PostgreSQL's text has no NUL, and its jsonb neither that nor half a surrogate pair; both become U+FFFD. */
export function storable(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes('\0') ? whole.replaceAll('\0', '\ufffd') : whole;
}

/** In JSON text these two come as escapes, in names of members as well; an escaped backslash is passed over whole. */
const unstorable = /\\(?:\\|u0000|ud[89a-f][0-9a-f]{2})/g;

/** JSON text for a jsonb parameter. */
export function jsonb(value: unknown): string {
  const text = JSON.stringify(value);
  if (!text.includes('\\u')) return text;
  return text.replace(unstorable, (found) => (found === '\\\\' ? found : '\ufffd'));
}
