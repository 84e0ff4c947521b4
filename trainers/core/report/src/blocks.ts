import type { Block as ProseBlock } from '@trainyard/sections';

/** What the typesetter is given: data only, so that nothing in a name is ever read as markup. */
export type Block =
  | { kind: 'heading'; level: 1 | 2 | 3; text: string }
  | { kind: 'paragraph'; text: string; tone: 'plain' | 'muted' }
  | { kind: 'notes'; items: string[] }
  | { kind: 'points'; items: { title: string; text: string }[] }
  | { kind: 'callout'; tone: 'warn' | 'bad' | 'info'; text: string }
  | { kind: 'facts'; rows: { label: string; value: string; mono: boolean }[] }
  | { kind: 'figures'; items: { label: string; value: string; range: string; note: string }[] }
  /** `keep`: on one page with what follows it. */
  | { kind: 'chart'; file: string; alt: string; keep: boolean }
  | { kind: 'signals'; items: { file: string; alt: string; title: string; caption: string }[] }
  | TableBlock
  | { kind: 'prose'; blocks: ProseBlock[] }
  | { kind: 'code'; title: string; text: string }
  | { kind: 'break' };

export interface TableBlock {
  kind: 'table';
  caption: string;
  /** `fits`: as wide as its widest cell; the others share what is left by their weight. */
  columns: { label: string; align: 'left' | 'right'; weight: number; fits: boolean }[];
  rows: { text: string; tone: 'plain' | 'weak' | 'muted' | 'best' | 'mono' }[][];
  /** What is left out, in words; empty where nothing is. */
  left_out: string;
}

export interface ReportDocument {
  title: string;
  subtitle: string;
  paper: 'a4' | 'us-letter';
  made: string;
  badge: string;
  notes: string[];
  contents: boolean;
  blocks: Block[];
}

/** Pictures by their name, beside the document. */
export type Pictures = Map<string, string>;
