const slug = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const mostChars = 60;

/** What is wrong with the name of a new prompt; null where nothing is. */
export function promptNameFault(name: string): string | null {
  if (name === '') return 'A name is needed.';
  if (name.length > mostChars) return `At most ${mostChars} characters.`;
  return slug.test(name) ? null : 'Lower-case words of letters and digits, joined by “-”, the first with a letter.';
}
