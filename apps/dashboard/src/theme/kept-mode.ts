import type { Preferences } from '@trainyard/contracts';

type Mode = Preferences['theme'];

/**
 * What to do when the choice that is kept with the user arrives: this browser has its own copy, so that the first paint is
 * right. `auto` may mean that nothing was ever chosen there; anything else is the newer word.
 */
export function settleMode(here: Mode, kept: Mode): { show: Mode; keep: Mode } {
  const mode = kept === 'auto' ? here : kept;
  return { show: mode, keep: mode };
}
