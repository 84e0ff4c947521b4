import { type Palette, seriesStyle } from './palette.ts';

const parts = /\b(train(?:ing)?|val(?:id(?:ation)?)?|dev|test|held[- ]out)\b[\s/_:.-]*/i;

/** `validation loss` is the figure `loss` of the part `validation`. */
export function partAndFigure(name: string): { part: 'train' | 'validation' | 'test' | null; figure: string } {
  const found = parts.exec(name.replaceAll('_', ' '));
  if (!found) return { part: null, figure: name.trim().toLowerCase() };
  const word = (found[1] ?? '').toLowerCase();
  const part = word.startsWith('train') ? 'train' : word === 'test' || word.startsWith('held') ? 'test' : 'validation';
  const figure = name.replaceAll('_', ' ').replace(parts, ' ').replace(/\s+/g, ' ').trim().toLowerCase();
  return { part, figure };
}

const isLoss = (figure: string): boolean => /\b(loss|error|mse|mae|rmse|perplexity)\b/.test(figure);
/** Figures between 0 and 1, which are drawn on an axis of their own beside a loss. */
export const isShare = (figure: string): boolean =>
  /\b(acc(uracy)?|f1|auc|precision|recall|r2|iou|dice|success( rate)?|share)\b/.test(figure);

export interface LineStyle {
  colour: string;
  dash: 'solid' | 'dashed' | 'dotted';
}

/**
 * One hue a figure: loss blue, accuracy orange, the others in order; training dashed, validation solid, test dotted.
 * Lines whose names speak of no part are told by hue, and from the sixth on by dashes too.
 */
export function lineStyles(palette: Palette, lines: readonly { name: string; dashed: boolean }[]): LineStyle[] {
  const named = lines.map((line) => partAndFigure(line.name));
  const figures = [...new Set(named.map((n) => n.figure))];
  const hue = new Map<string, number>();
  const free = figures.map((_, i) => i);
  const take = (figure: string, wanted: number): void => {
    const at = free.indexOf(wanted);
    const index = at < 0 ? free.shift() : free.splice(at, 1)[0];
    hue.set(figure, index ?? 0);
  };
  const loss = figures.find((figure) => isLoss(figure));
  const share = figures.find((figure) => isShare(figure));
  if (loss !== undefined) take(loss, 0);
  if (share !== undefined) take(share, figures.length > 1 ? 1 : 0);
  for (const figure of figures) if (!hue.has(figure)) take(figure, free[0] ?? 0);
  // A single line of accuracy is orange as well, wherever it stands.
  const alone = share !== undefined && loss === undefined && figures.length === 1;
  return lines.map((line, i) => {
    const { part, figure } = named[i] ?? { part: null, figure: '' };
    const { colour, dash } = seriesStyle(palette, alone ? 1 : (hue.get(figure) ?? i));
    if (line.dashed || part === 'train') return { colour, dash: 'dashed' };
    if (part === 'test') return { colour, dash: 'dotted' };
    return { colour, dash: part === 'validation' ? 'solid' : dash };
  });
}
