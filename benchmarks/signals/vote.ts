import type { Prediction } from './run-trainer.ts';

/**
 * What an ensemble with equal weights says: the class with the highest mean share, window by window. Windows that not
 * every member was asked about are left out.
 */
export function vote(members: readonly (readonly Prediction[])[]): Prediction[] {
  const [first = [], ...others] = members;
  const known = others.map((said) => new Map(said.map((one) => [one.id, one])));
  return first.flatMap((one) => {
    const all = [one, ...known.map((said) => said.get(one.id))].flatMap((said) => (said?.shares ? [said.shares] : []));
    if (all.length < members.length) return [];
    const total = (name: string): number => all.reduce((sum, shares) => sum + (shares[name] ?? 0), 0);
    const [said = ''] = Object.keys(one.shares ?? {}).sort((a, b) => total(b) - total(a));
    return [{ id: one.id, truth: one.truth, said }];
  });
}
