/** Closed in, so that an item that says "ignore this" stays an item. */
export function closedData(text: string, longest: number): string {
  const short = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return `<data>${short.replaceAll(/<(\/?)data>/gi, '<$1 data>')}</data>`;
}
