/** `team=blue` and `draft`, one a line or joined by `,`: what people type is what they see in the table. */
export function parseTags(text: string): { tags: Record<string, string>; problem: string | null } {
  const parts = text
    .split(/[\n,]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const tags: Record<string, string> = {};
  for (const part of parts) {
    const at = part.indexOf('=');
    const key = (at === -1 ? part : part.slice(0, at)).trim();
    if (key === '') return { tags: {}, problem: `“${part}” has no name before the “=”.` };
    if (key.length > 250) return { tags: {}, problem: 'A tag’s name has at most 250 characters.' };
    tags[key] = at === -1 ? '' : part.slice(at + 1).trim();
  }
  return { tags, problem: null };
}
