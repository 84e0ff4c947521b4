import type { SettingsCard } from '../../app/settings-sections.ts';

/** Cards that have every word somewhere; those of administrators for them alone. */
export function foundCards(cards: readonly SettingsCard[], words: string, admin: boolean): SettingsCard[] {
  const wanted = words.toLowerCase().split(/\s+/);
  return cards
    .filter((card) => admin || !card.admin)
    .filter(({ title, says, words: more }) => {
      const text = `${title} ${says} ${more}`.toLowerCase();
      return wanted.every((word) => text.includes(word));
    });
}
