import { fromWire, type WireNumber } from '@trainyard/contracts';
import type { Look } from '../live-view.ts';
import { progressBar } from '../progress-bar.ts';
import { tableText } from '../table.ts';
import { countText, numberText } from '../words.ts';

export interface Bar {
  label: string;
  value: WireNumber;
}

/** Labelled bars on one scale, the longest first. */
export function barsText(bars: readonly Bar[], limit: number, unit: string, look: Look): string {
  const sorted = [...bars].sort((a, b) => fromWire(b.value) - fromWire(a.value));
  const shown = sorted.slice(0, limit);
  const scale = Math.max(...shown.map((bar) => Math.abs(fromWire(bar.value))).filter(Number.isFinite), 0);
  const rows = shown.map((bar) => {
    const share = scale === 0 ? 0 : Math.abs(fromWire(bar.value)) / scale;
    return [bar.label, `${numberText(bar.value)}${unit === '' ? '' : ` ${unit}`}`, progressBar(share, 24, look.ink)];
  });
  const table = tableText([{ title: '', wrap: true }, { title: 'value', right: true }, { title: '' }], rows, look);
  const rest = sorted.length - shown.length;
  return rest === 0 ? table : `${table}\n${look.ink.dim(`and ${countText(rest, 'other')}`)}`;
}
