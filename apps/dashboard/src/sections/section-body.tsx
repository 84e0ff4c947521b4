import type { View } from '@trainyard/sections';
import { HeatCanvas } from '../charts/heat-canvas.tsx';
import { ChartFigure } from './chart-figure.tsx';
import { FailureList } from './failure-list.tsx';
import { LineageView } from './lineage-view.tsx';
import { type MatrixCell, MatrixTable } from './matrix-table.tsx';
import { MeterList } from './meter-list.tsx';
import { PartList } from './part-view.tsx';
import { ProseView } from './prose-view.tsx';
import { RaceBoard } from './race-board.tsx';
import type { ReadFile } from './run-file.ts';
import { SectionTable } from './section-table.tsx';
import classes from './section-view.module.css';
import { StepList } from './step-list.tsx';
import { SummaryList } from './summary-list.tsx';
import { TreeView } from './tree-view.tsx';
import { VerdictView } from './verdict-view.tsx';

export interface SectionBodyProps {
  view: View;
  headingLevel: 2 | 3;
  readFile?: ReadFile | undefined;
  cell?: MatrixCell | null | undefined;
  onCell?: ((cell: MatrixCell) => void) | undefined;
  onClearCell?: (() => void) | undefined;
  mayAct?: boolean | undefined;
}

/** What a section holds, each type in the way it is read best. */
export function SectionBody(props: SectionBodyProps) {
  const { view, headingLevel, readFile, cell, onCell, onClearCell, mayAct = false } = props;
  const below = headingLevel === 2 ? 'h3' : 'h4';
  if (view.empty) return <p className={classes.empty}>{view.sentence}</p>;
  switch (view.type) {
    case 'summary':
      return view.tables[0] ? <SummaryList table={view.tables[0]} /> : null;
    case 'confusion-matrix':
      return (
        <>
          {view.matrix && <MatrixTable matrix={view.matrix} caption={view.sentence} selected={cell} onCell={onCell} />}
          {view.heats ? null : <p className={classes.sentence}>{view.sentence}</p>}
          <Figures view={view} />
          <MainTables view={view} />
        </>
      );
    case 'failure-cases':
      return <FailureList cases={view.cases ?? []} readFile={readFile} cell={cell} onClearCell={onClearCell} />;
    case 'tree':
      return (
        <>
          <p className={classes.sentence}>{view.sentence}</p>
          <TreeView rows={view.tree ?? []} title={view.title} />
        </>
      );
    case 'text':
      return <ProseView blocks={view.prose ?? []} headingAbove={headingLevel} />;
    case 'prompt':
      return <PartList parts={view.parts ?? []} heading={below} />;
    case 'prompt-lineage':
      return (
        <LineageView versions={view.versions ?? []} heading={below} promptName={view.promptName} mayAct={mayAct} />
      );
    case 'verdict':
      return view.verdict ? (
        <VerdictView verdict={view.verdict} table={view.tables.find((t) => t.id === 'verdict')} mayAct={mayAct} />
      ) : null;
    case 'steps':
      return <StepList steps={view.steps?.steps ?? []} group={view.steps?.group ?? ''} />;
    case 'race':
      return <RaceBoard entrants={view.race?.entrants ?? []} caption={view.sentence} />;
    case 'meters':
      return <MeterList meters={view.meters ?? []} />;
    default:
      return (
        <>
          <Figures view={view} />
          <MainTables view={view} />
        </>
      );
  }
}

/** Charts, and the heat maps that the page draws on a canvas in their place. */
function Figures({ view }: { view: View }) {
  const [data, ...more] = view.tables.filter((t) => t.role === 'data');
  const charts = view.charts.filter((chart) => chart.medium === 'both' || view.heats?.some((h) => h.id === chart.id));
  return charts.map((chart) => {
    const heat = view.heats?.find((h) => h.id === chart.id);
    return (
      <ChartFigure key={chart.id} title={view.title} chart={chart} table={data} moreTables={more}>
        {heat ? (describedBy) => <HeatCanvas heat={heat} describedBy={describedBy} /> : undefined}
      </ChartFigure>
    );
  });
}

function MainTables({ view }: { view: View }) {
  const pictures = view.charts.some((chart) => chart.medium === 'both') || view.matrix !== undefined;
  return view.tables
    .filter((t) => t.role === 'main')
    .map((t) => (
      <div key={t.id} className={pictures ? classes.besideChart : classes.bleed}>
        <SectionTable table={t} captionSeen={pictures} {...(pictures ? { firstRows: 8 } : {})} />
      </div>
    ));
}
