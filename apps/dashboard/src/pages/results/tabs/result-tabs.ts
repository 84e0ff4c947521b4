import type { Section, SectionType } from '@trainyard/contracts';

/** What belongs together on one page of results: by what it says it is about, else by its type, whatever trainer sent it. */
const groups: readonly { id: string; label: string; types: readonly SectionType[] }[] = [
  { id: 'classes', label: 'Classes', types: ['confusion-matrix', 'per-class-table'] },
  { id: 'thresholds', label: 'ROC and calibration', types: ['roc', 'precision-recall', 'calibration'] },
  { id: 'failures', label: 'Failures', types: ['failure-cases'] },
  { id: 'forecast', label: 'Forecast', types: ['forecast', 'residuals'] },
  { id: 'model', label: 'Inside the model', types: ['feature-importance', 'tree', 'filters', 'heatmap'] },
  { id: 'figures', label: 'Distributions', types: ['bars', 'distribution', 'scatter'] },
  { id: 'history', label: 'History', types: ['curves', 'timeline', 'steps', 'race'] },
  { id: 'tables', label: 'Tables', types: ['leaderboard', 'table'] },
  { id: 'prompts', label: 'Prompts', types: ['prompt-lineage', 'prompt'] },
  { id: 'text', label: 'Text', types: ['text'] },
];
const placeOf: Readonly<Record<string, string>> = { model: 'model', training: 'history' };
/** Shown on the overview whole. */
const overviewTypes: readonly SectionType[] = ['summary', 'metric-table', 'verdict', 'meters'];

export interface ResultTab {
  id: string;
  /** Short enough for a tab; `title` is the whole of it. */
  label: string;
  title: string;
  sections: readonly Section[];
}

const longestLabel = 26;

function shortened(title: string): string {
  const letters = [...title.trim()];
  return letters.length <= longestLabel
    ? letters.join('')
    : `${letters
        .slice(0, longestLabel - 1)
        .join('')
        .trimEnd()}…`;
}

/** The tabs between the overview and the files: a group with one section is called as that section is. */
export function resultTabs(sections: readonly Section[]): ResultTab[] {
  return groups.flatMap(({ id, label, types }) => {
    const said = sections.filter(({ about }) => placeOf[about ?? 'nothing'] === id);
    // In the order of the group: a matrix before the table of its classes, however they were sent.
    const own = [
      ...types.flatMap((type) => sections.filter((section) => section.type === type && section.about === undefined)),
      ...said,
    ];
    const matrix = own.find(({ type }) => type === 'confusion-matrix');
    const first = matrix ?? own[0];
    if (first === undefined) return [];
    const named = (own.length === 1 && said.length === 0) || (matrix !== undefined && id === 'classes');
    const title = named ? first.title : own.map((section) => section.title).join(', ');
    return [{ id, label: named ? shortened(first.title) : label, title, sections: own }];
  });
}

export function overviewSections(sections: readonly Section[]): Section[] {
  return sections.filter(({ type, about }) => overviewTypes.includes(type) && about === undefined);
}

/** The tab that an address asks for; an old or mistyped one opens the overview. */
export function tabOf(asked: string | undefined, tabs: readonly { id: string }[]): string {
  return tabs.some(({ id }) => id === asked) ? (asked as string) : 'overview';
}
