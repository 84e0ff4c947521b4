import type { PromptFlip, SectionType } from '@trainyard/contracts';
import type { Block } from './markdown.ts';
import type { Palette } from './palette.ts';

/** JSON and nothing else: an option travels to a worker, a file or the server's renderer as it is, so no functions. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };
export type ChartOption = { readonly [key: string]: Plain };

export interface ChartView {
  /** Unique within its view. */
  id: string;
  /** What the picture shows, in words and numbers: its alternative text. */
  sentence: string;
  option: ChartOption;
  /** Pixels; the width is the reader's. */
  height: number;
  /** `paper`: the page has something better to show (buttons, a canvas), paper prints this chart. */
  medium: 'both' | 'paper';
}

export type Tone = 'weak' | 'muted' | 'best';
export interface Cell {
  /** What people read, interval included. */
  text: string;
  /** What a sort goes by, and what a file of the table holds. */
  value: number | string | null;
  interval?: IntervalParts;
  tone?: Tone;
}
export interface IntervalParts {
  value: number;
  low: number;
  high: number;
  /** The value alone and `0.921 to 0.952`. */
  valueText: string;
  rangeText: string;
}

export interface Column {
  label: string;
  align: 'left' | 'right';
  kind: 'text' | 'number' | 'interval';
  /** The ends between which interval bars are drawn; absent: none are. */
  scale?: { low: number; high: number };
}

export interface TableView {
  id: string;
  caption: string;
  columns: Column[];
  rows: Cell[][];
  /** `main` is shown always; `data` is what a chart was drawn from, for "view as table" and downloads. */
  role: 'main' | 'data';
  /** A file of the table holds these rows too; `rows` is what a page shows. */
  moreRows: number;
}

export interface MatrixView {
  labels: string[];
  /** The classes as the trainer calls them, to ask the server by; null: several classes gathered. */
  names: (string | null)[];
  /** rows are the truth, columns the prediction */
  counts: number[][];
  rowTotals: number[];
  columnTotals: number[];
  /** Where classes were too many: how many are gathered in the last row and column. */
  gathered: number;
}

export interface HeatView {
  id: string;
  sentence: string;
  x: string[];
  y: string[];
  /** rows from top to bottom; NaN where there is no finite value */
  values: number[][];
  low: number;
  high: number;
  unit: string;
  /** `steps`: one colour from low to high; `signed`: two colours around 0; `classes`: a colour a class. */
  scale: 'steps' | 'signed' | 'classes';
  classes: string[];
}

export interface TreeRow {
  id: number;
  parent: number | null;
  depth: number;
  /** `null` at the root. */
  rule: string | null;
  label: string;
  samples: number;
  /** Of the label among the node's samples. */
  share: number;
  leaf: boolean;
}

export interface CaseView {
  id: string;
  truth: string;
  prediction: string;
  confidence: number;
  confidenceText: string;
  errorType: string;
  explanation: string | null;
  scores: { label: string; share: number; text: string; role: 'truth' | 'prediction' | 'other' }[];
  signal: SignalFile | null;
  /** Lines in its spectrum, in Hz. */
  marks: Mark[];
  /** What the model looked at, 0 to 1 along the signal. */
  picture: { method: string; values: number[] } | null;
  /** The training example that the model takes for the most alike. */
  nearest: { id: string; label: string; signal: SignalFile | null } | null;
}

/** A place on the x axis that has a name. */
export interface Mark {
  x: number;
  label: string;
}

/** A signal that lies in a file of the run. */
export interface SignalFile {
  file: string;
  rateHz: number;
  unit: string;
  /** Names in the order of the file; empty where they have none. */
  channels: string[];
}

export interface PartView {
  title: string;
  text: string;
}

export type VersionStatus = 'first' | 'kept' | 'dropped' | 'unproved' | 'open' | 'delivered';

export interface VersionView {
  id: string;
  parent: string | null;
  depth: number;
  title: string;
  status: VersionStatus | null;
  statusText: string;
  /** Its number in the library; null: it is not in it. */
  number: number | null;
  facts: { label: string; value: string }[];
  parts: PartView[];
  /** What it did to the items that its parent answered too; null where nobody says. */
  flips: FlipsView | null;
}

export interface FlipsView {
  compared: number | null;
  fixed: number;
  broke: number;
  /** Some of them; `fixed` and `broke` count all. */
  cases: FlipView[];
}

export type FlipView = PromptFlip;

export interface VerdictView {
  outcome: 'better' | 'worse' | 'unproved' | 'unknown';
  sentence: string;
  facts: { label: string; value: string }[];
  /** A version of a prompt in the library, which may be used from now on. */
  prompt?: { name: string; version: number };
}

export interface StepView {
  group: string;
  name: string;
  detail: string;
  status: 'done' | 'current' | 'ahead';
  used: number | null;
  usedText: string;
}

export interface EntrantView {
  name: string;
  detail: string;
  status: 'racing' | 'kept' | 'dropped' | 'unproved' | 'out';
  statusText: string;
  /** Of the whole distance. */
  share: number;
  distance: string;
  chance: number | null;
  chanceText: string;
  /** What the chance is held against. */
  bar: number | null;
  barText: string;
  score: number | null;
  scoreText: string;
  saved: string;
}

export interface MeterView {
  label: string;
  /** Of the limit; null where there is none. */
  share: number | null;
  text: string;
  note: string | null;
  used: number;
  limit: number | null;
  unit: string;
}

export interface View {
  type: SectionType;
  title: string;
  notes: string[];
  /** What the section says, with numbers; of an empty section: that it is, and why that may be. */
  sentence: string;
  empty: boolean;
  charts: ChartView[];
  tables: TableView[];
  prose?: Block[];
  matrix?: MatrixView;
  heats?: HeatView[];
  tree?: TreeRow[];
  cases?: CaseView[];
  parts?: PartView[];
  versions?: VersionView[];
  /** The prompt in the library that the versions are of. */
  promptName?: string;
  verdict?: VerdictView;
  steps?: { group: string; steps: StepView[] };
  race?: { against: string; entrants: EntrantView[] };
  meters?: MeterView[];
}

/** What a section type adds to title and notes. */
export type Body = Partial<Omit<View, 'type' | 'title' | 'sentence' | 'empty'>> & { sentence: string };

export interface Look {
  palette: Palette;
}
