import type { TrainerItem } from '@trainyard/contracts/routes';
import { formatBytes } from '../../../format/bytes.ts';
import { formatDuration } from '../../../format/duration.ts';
import { count, formatNumber } from '../../../format/number.ts';

/** What a card says of a trainer. */
export interface TrainerCard {
  id: string;
  title: string;
  purpose: string;
  icon: string;
  family: string;
  time: string | null;
  quality: string | null;
  /** Where time and quality come from. */
  basis: string | null;
  environment: string | null;
  source: 'built-in' | 'user';
  /** What is wrong with its manifest. */
  problems: readonly string[];
  /** Why this person cannot choose it; null where they can. */
  refused: string | null;
}

export function recommendedPreset(item: Pick<TrainerItem, 'presets'>): string | null {
  const preset = item.presets.find((one) => one.recommended) ?? item.presets[0];
  return preset?.id ?? null;
}

/** With its band, where that says more. */
function timeText({ value, low, high }: { value: number; low: number; high: number }): string {
  const [least, most] = [formatDuration(low), formatDuration(high)];
  return least === most ? `about ${formatDuration(value)}` : `about ${formatDuration(value)}, ${least} to ${most}`;
}

function figures({ learned, manifest, presets }: TrainerItem): Pick<TrainerCard, 'time' | 'quality' | 'basis'> {
  const { typical } = manifest;
  if (learned !== null) {
    const { seconds, quality, runs } = learned;
    const figure = quality === null ? null : `${quality.label} ${formatNumber(quality.value)} ${quality.unit}`.trim();
    return {
      time: timeText(seconds),
      quality: figure ?? typical?.quality ?? null,
      basis: `learned from ${count(runs, 'run')}`,
    };
  }
  const preset = recommendedPreset({ presets });
  const measured = preset === null ? undefined : typical?.time_s[preset];
  return {
    time: measured === undefined ? null : `about ${formatDuration(measured)}`,
    quality: typical?.quality ?? null,
    basis: typical === undefined ? null : 'the trainer’s own measurement',
  };
}

function refusal(item: TrainerItem, role: string): string | null {
  if (item.problems.length > 0) return 'Its manifest has faults. Mend the file; it is read again by itself.';
  if (item.manifest.admin_only && role !== 'admin') return 'For administrators only. Ask one of them to start it.';
  return null;
}

export function cardOf(item: TrainerItem, role: string): TrainerCard {
  const { manifest, environment, source, problems } = item;
  const size = environment.size_bytes === null ? '' : ` (${formatBytes(environment.size_bytes)})`;
  return {
    id: manifest.id,
    title: manifest.title,
    purpose: manifest.purpose,
    icon: manifest.icon,
    family: manifest.family,
    ...figures(item),
    environment: environment.installed ? null : `${environment.id}${size} is installed at the first run`,
    source,
    problems: problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)),
    refused: refusal(item, role),
  };
}

export function familiesOf(items: readonly TrainerItem[]): string[] {
  return [...new Set(items.filter((item) => !item.manifest.hidden).map((item) => item.manifest.family))].sort();
}

/** Hidden trainers are not offered; usable ones come first, those that read data sets before those that make them. */
export function cardsOf(
  items: readonly TrainerItem[],
  wanted: { role: string; search: string; family: string | null },
): TrainerCard[] {
  const words = wanted.search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return items
    .filter(({ manifest }) => !manifest.hidden)
    .filter(({ manifest }) => wanted.family === null || manifest.family === wanted.family)
    .filter(({ manifest }) => {
      const text = `${manifest.id} ${manifest.title} ${manifest.purpose} ${manifest.family}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .map((item) => ({ card: cardOf(item, wanted.role), takesData: item.manifest.needs.dataset !== null }))
    .sort(
      (a, b) =>
        Number(a.card.refused !== null) - Number(b.card.refused !== null) ||
        Number(b.takesData) - Number(a.takesData) ||
        a.card.title.localeCompare(b.card.title),
    )
    .map(({ card }) => card);
}
