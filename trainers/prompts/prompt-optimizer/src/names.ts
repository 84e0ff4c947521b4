/** What people call a version of the run. */
export type NameOf = (id: string) => string;

/**
 * A version is called by its number in the library of prompts, `v5`, so that run and library speak of the same; what is not in the
 * library is a candidate, `c3`.
 */
export function namesIn(library: Readonly<Record<string, number>>): NameOf {
  return (id) => (library[id] === undefined ? id.replace(/^v/, 'c') : `v${library[id]}`);
}
