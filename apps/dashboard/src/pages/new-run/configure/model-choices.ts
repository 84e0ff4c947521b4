import type { Model } from '@trainyard/contracts';

type Known = Pick<Model, 'aliases'> & { versions: readonly { version: number }[] };

/** A reference taken apart: what follows the `@`, and the version that it comes to. */
export function partsOf(ref: string): { suffix: string; versionIn: (model: Known) => number | null } {
  const at = ref.indexOf('@');
  const suffix = at < 0 ? '' : ref.slice(at + 1);
  return {
    suffix,
    versionIn: (model) => {
      if (suffix === '') return model.versions[0]?.version ?? null;
      if (/^\d+$/.test(suffix)) return Number(suffix);
      return model.aliases.find(({ alias }) => alias === suffix)?.version ?? null;
    },
  };
}

export function refFor(name: string, suffix: string): string {
  return suffix === '' ? name : `${name}@${suffix}`;
}

/** Whether a reference names this model, at whatever version. */
export function sameModel(ref: string, name: string): boolean {
  return ref === name || ref.startsWith(`${name}@`);
}

/** The newest, each alias, each number; a suffix that is none of them stays, so that it can be seen to be wrong. */
export function choicesOf(model: Known, current: string): { suffix: string; label: string }[] {
  const newest = model.versions[0]?.version;
  const choices = [
    { suffix: '', label: newest === undefined ? 'newest' : `newest (${newest})` },
    ...model.aliases.map(({ alias, version }) => ({ suffix: alias, label: `${alias} (${version})` })),
    ...model.versions.map(({ version }) => ({ suffix: String(version), label: `version ${version}` })),
  ];
  return choices.some(({ suffix }) => suffix === current)
    ? choices
    : [...choices, { suffix: current, label: `${current}, which is not there` }];
}
