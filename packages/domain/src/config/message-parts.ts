export interface MessagePart {
  text: string;
  /** Filled in when the rule is broken. */
  filled: boolean;
}

/** A message as it is written in the manifest, with what will be filled in told by the label of the setting. */
export function messageParts(message: string, labels: ReadonlyMap<string, string>): MessagePart[] {
  return message
    .split(/(\{[^{}]*\})/)
    .filter((part) => part !== '')
    .map((part) => {
      if (!part.startsWith('{') || !part.endsWith('}')) return { text: part, filled: false };
      return { text: figureWords(part.slice(1, -1).trim(), labels), filled: true };
    });
}

function figureWords(inside: string, labels: ReadonlyMap<string, string>): string {
  const [, counted] = /^size\(self\.([\w.]+)\)$/.exec(inside) ?? [];
  if (counted !== undefined) return `number of ${labels.get(counted) ?? counted}`;
  return labels.get(inside.replace(/^self\./, '')) ?? inside;
}
