/** The most that any trainer may ask for. */
const most = 100;

/** `a@1,b@champion` of an address, each once. What names no model is told by the form, where it can be put right. */
export function modelRefs(text: string | undefined): string[] {
  const refs = (text ?? '').split(',').map((ref) => ref.trim());
  return [...new Set(refs.filter((ref) => ref !== ''))].slice(0, most);
}
