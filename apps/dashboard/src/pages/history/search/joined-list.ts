/** Lists in addresses and queries are joined by `,`; a comma within is written `\,`, as the server reads them. */
export function splitList(text: string | undefined): string[] {
  return (text ?? '')
    .split(/(?<!\\),/)
    .map((part) => part.replaceAll('\\,', ',').trim())
    .filter((part) => part !== '');
}

export function joinList(parts: readonly string[]): string {
  return parts.map((part) => part.replaceAll(',', '\\,')).join(',');
}
