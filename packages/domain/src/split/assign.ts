import { seededRandom } from '../statistics/random.ts';
import { apportion, noSizes, parts } from './apportion.ts';
import type { Part, Sizes } from './types.ts';

/** What is kept together, and the classes that occur in it. */
export interface Group {
  key: string;
  classes: readonly string[];
}

interface Stratum {
  label: string;
  groups: Group[];
  quota: Sizes;
}

function strataOf(groups: readonly Group[], shares: Sizes): Stratum[] {
  const byClass = new Map<string, Group[]>();
  for (const group of groups) {
    for (const label of group.classes) {
      const members = byClass.get(label);
      if (members === undefined) byClass.set(label, [group]);
      else members.push(group);
    }
  }
  return [...byClass]
    .map(([label, members]) => ({ label, groups: members, quota: apportion(members.length, shares) }))
    .sort((a, b) => a.groups.length - b.groups.length || (a.label < b.label ? -1 : 1));
}

function countOf(stratum: Stratum, assigned: ReadonlyMap<string, Part>): Sizes {
  const counts = noSizes();
  for (const group of stratum.groups) {
    const part = assigned.get(group.key);
    if (part !== undefined) counts[part] += 1;
  }
  return counts;
}

/** The parts that a class of this many units has to be in: those its quota names. */
function lacks(stratum: Stratum, assigned: ReadonlyMap<string, Part>): Part[] {
  const counts = countOf(stratum, assigned);
  return parts.filter((part) => stratum.quota[part] > 0 && counts[part] === 0);
}

/** Units of several classes can leave a class out of a part; a single unit is moved where that mends more than it breaks. */
function repair(strata: readonly Stratum[], assigned: Map<string, Part>): void {
  const faults = (): number => strata.reduce((sum, stratum) => sum + lacks(stratum, assigned).length, 0);
  for (let round = 0, left = faults(); left > 0 && round < 200; round += 1) {
    let mended = false;
    for (const stratum of strata) {
      for (const part of lacks(stratum, assigned)) {
        for (const group of stratum.groups) {
          const from = assigned.get(group.key);
          if (from === undefined || from === part) continue;
          assigned.set(group.key, part);
          const now = faults();
          if (now < left) {
            left = now;
            mended = true;
            break;
          }
          assigned.set(group.key, from);
        }
      }
    }
    if (!mended) return;
  }
}

/**
 * Puts every group into one part. Per class, rarest first: its groups, shuffled, go where the class is furthest from its
 * quota; a group of several classes is placed once, with the rarest of them.
 */
export function assignGroups(groups: readonly Group[], shares: Sizes, seed: number): Map<string, Part> {
  const random = seededRandom(seed);
  const strata = strataOf(groups, shares);
  const assigned = new Map<string, Part>();
  for (const stratum of strata) {
    const counts = countOf(stratum, assigned);
    const free = random.shuffle(stratum.groups.filter((group) => !assigned.has(group.key)));
    for (const group of free) {
      const part = parts.reduce((best, one) =>
        stratum.quota[one] - counts[one] > stratum.quota[best] - counts[best] ? one : best,
      );
      counts[part] += 1;
      assigned.set(group.key, part);
    }
  }
  repair(strata, assigned);
  return assigned;
}
