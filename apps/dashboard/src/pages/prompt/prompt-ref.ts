export interface PromptRef {
  name: string;
  /** Null: whichever is current. */
  version: number | null;
}

/** `name` and `name@2`, as the command line reads them. What is neither is a name that the server will not find. */
export function readPromptRef(ref: string): PromptRef {
  const [, name, version] = /^([^@]+)@([1-9]\d{0,8})$/.exec(ref) ?? [];
  return name === undefined ? { name: ref, version: null } : { name, version: Number(version) };
}

export function promptRef(name: string, version: number): string {
  return `${name}@${version}`;
}
