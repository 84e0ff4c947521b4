import type { Manifest, ModelVersion } from '@trainyard/contracts';
import type { TrainerItem } from '@trainyard/contracts/routes';
import { count } from '../../../format/number.ts';

export type ChosenModel = Pick<ModelVersion, 'name' | 'version' | 'dataset'>;
type Needs = NonNullable<Manifest['needs']['models']>;

/** A trainer that takes registered models, and what it makes of those that are chosen. */
export interface ModelTaker {
  id: string;
  title: string;
  purpose: string;
  icon: string;
  /** `Takes 3 to 7 models.` */
  takes: string;
  /** How many more it wants; they are chosen in the wizard. */
  missing: string | null;
  /** Why it cannot be opened with them. */
  refused: string | null;
  /** The wizard with these models, and with their data where they have the same and the trainer takes it. */
  search: { trainer: string; models: string; dataset?: string };
}

export function takesWords({ min, max }: Needs): string {
  if (min === max || max === 1) return `Takes ${count(max, 'model')}.`;
  return min <= 1 ? `Takes up to ${max} models.` : `Takes ${min} to ${max} models.`;
}

function missingWords({ min, max }: Needs, chosen: number): string | null {
  if (chosen >= min) return null;
  const more = min - chosen === 1 ? 'one more' : `${min - chosen} more`;
  return max === min ? `Choose ${more} there.` : `Choose at least ${more} there.`;
}

/** As the launch would refuse it: a model of tables says nothing about signals. */
function unfit(needs: Manifest['needs'], chosen: readonly ChosenModel[]): string | null {
  const wanted = needs.dataset?.kinds;
  const wrong = chosen.find(({ dataset }) => dataset === null || wanted?.includes(dataset.kind) === false);
  if (wanted === undefined || wrong === undefined) return null;
  const learned = wrong.dataset === null ? 'no data set' : `data of kind ${wrong.dataset.kind}`;
  return `It takes models of ${wanted.join(' or ')}, and ${wrong.name}@${wrong.version} learned from ${learned}.`;
}

function refusal(item: TrainerItem, needs: Needs, models: readonly ChosenModel[], role: string): string | null {
  const chosen = models.length;
  if (item.problems.length > 0) return 'Its manifest has faults. Mend the file; it is read again by itself.';
  if (item.manifest.admin_only && role !== 'admin') return 'For administrators only. Ask one of them to start it.';
  if (chosen <= needs.max) return unfit(item.manifest.needs, models);
  const over = chosen - needs.max;
  return `${count(chosen, 'model')} are chosen, ${over === 1 ? 'one' : over} too many. Leave ${over === 1 ? 'it' : 'them'} out first.`;
}

/** `demo@2` where all of them learned from it, and the trainer works on such data. */
function sharedDataset(needs: Manifest['needs'], chosen: readonly ChosenModel[]): string | null {
  const first = chosen[0]?.dataset ?? null;
  if (first === null || needs.dataset === null || !needs.dataset.kinds.includes(first.kind)) return null;
  return chosen.every(({ dataset }) => dataset?.digest === first.digest) ? `${first.name}@${first.version}` : null;
}

/** All trainers whose manifest asks for models; those that can be opened come first. */
export function modelTakers(
  trainers: readonly TrainerItem[],
  chosen: readonly ChosenModel[],
  role: string,
): ModelTaker[] {
  const takers = trainers.flatMap((item): ModelTaker[] => {
    const { id, title, purpose, icon, needs, hidden } = item.manifest;
    if (needs.models === null || hidden) return [];
    const dataset = sharedDataset(needs, chosen);
    const refused = refusal(item, needs.models, chosen, role);
    return [
      {
        id,
        title,
        purpose,
        icon,
        takes: takesWords(needs.models),
        missing: refused === null ? missingWords(needs.models, chosen.length) : null,
        refused,
        search: {
          trainer: id,
          models: chosen.map(({ name, version }) => `${name}@${version}`).join(','),
          ...(dataset === null ? {} : { dataset }),
        },
      },
    ];
  });
  return takers.sort(
    (a, b) => Number(a.refused !== null) - Number(b.refused !== null) || a.title.localeCompare(b.title),
  );
}
