import { Link } from '@tanstack/react-router';
import type { Section } from '@trainyard/contracts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { hasEnded } from '../../../format/run-status.ts';
import type { MatrixCell } from '../../../sections/matrix-table.tsx';
import { SectionView } from '../../../sections/section-view.tsx';
import type { ResultSource } from '../result-source.ts';
import { overviewSections } from '../tabs/result-tabs.ts';
import { BesideTable } from './beside-table.tsx';
import { FactsPanel } from './facts-panel.tsx';
import { Headline } from './headline.tsx';
import { HistoryCurves } from './history-curves.tsx';
import { noSectionWords } from './no-section-words.ts';
import classes from './overview.module.css';
import { Recommendations } from './recommendations.tsx';
import type { CheckpointFact } from './run-facts.ts';

export interface OverviewTabProps {
  source: ResultSource;
  checkpoints: readonly CheckpointFact[];
  onContinue?: (() => void) | undefined;
  /** Where a click on the confusion matrix leads: to the failures of that cell. */
  onCell: (cell: MatrixCell) => void;
}

export function OverviewTab({ source, checkpoints, onContinue, onCell }: OverviewTabProps) {
  const { run, sections, insights, readFile, readOnly } = source;
  const shown = overviewSections(sections);
  const matrix = sections.find(({ type }) => type === 'confusion-matrix');
  const perClass = sections.find(({ type }) => type === 'per-class-table');
  const beside = (type: Section['type']) => type === 'summary' || type === 'meters';
  const summaries = shown.filter(({ type }) => beside(type));
  const verdicts = shown.filter(({ type }) => type === 'verdict');
  const tables = shown.filter(({ type }) => !beside(type) && type !== 'verdict');
  // Where they are all that there is, they lead.
  const alone = [...verdicts, ...tables].length === 0 && matrix === undefined && perClass === undefined;
  const summed = summaries.map((section, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: sections have no other name
    <SectionView key={at} section={section} readFile={readFile} />
  ));
  return (
    <div className={classes.columns}>
      <div className={classes.main}>
        {sections.length === 0 && <NoSections source={source} />}
        {verdicts.map((section, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: sections have no other name
          <SectionView key={at} section={section} readFile={readFile} mayAct={!readOnly} />
        ))}
        {insights !== null && verdicts.length === 0 && <Headline insights={insights} run={run} />}
        {tables.map((section, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: sections have no other name
          <SectionView key={at} section={section} readFile={readFile} />
        ))}
        {alone && summed}
        <HistoryCurves source={source} />
        {matrix !== undefined && <SectionView section={matrix} readFile={readFile} onCell={onCell} />}
        {perClass !== undefined && <SectionView section={perClass} readFile={readFile} />}
      </div>
      <div className={classes.side}>
        {insights !== null && <BesideTable insights={insights} number={run.number} />}
        {insights !== null && hasEnded(run.status) && (!alone || insights.recommendations.length > 0) && (
          <Recommendations
            number={run.number}
            recommendations={insights.recommendations}
            onContinue={onContinue}
            readOnly={readOnly}
          />
        )}
        <FactsPanel run={run} checkpoints={checkpoints} />
        {!alone && summed}
      </div>
    </div>
  );
}

function NoSections({ source: { run, readOnly } }: { source: ResultSource }) {
  const words = noSectionWords(run);
  return (
    <Panel>
      <EmptyState
        title={words.title}
        action={
          !readOnly && (
            <Link to="/runs/$id" params={{ id: String(run.number) }}>
              Its curves, log and events
            </Link>
          )
        }
      >
        {words.text}
      </EmptyState>
    </Panel>
  );
}
