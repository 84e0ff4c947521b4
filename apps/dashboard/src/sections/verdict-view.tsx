import type { TableView, VerdictView as Verdict } from '@trainyard/sections';
import { Badge } from '../components/status-badge.tsx';
import type { Tone } from '../format/run-status.ts';
import { SectionTable } from './section-table.tsx';
import { UsePrompt } from './use-prompt.tsx';
import classes from './verdict-view.module.css';

const words: Record<Verdict['outcome'], { tone: Tone; text: string }> = {
  better: { tone: 'ok', text: 'Better' },
  worse: { tone: 'bad', text: 'Worse' },
  unproved: { tone: 'warn', text: 'Not proved' },
  unknown: { tone: 'plain', text: 'No result' },
};

export interface VerdictViewProps {
  verdict: Verdict;
  table: TableView | undefined;
  /** Whether whoever looks at it may do something about it. */
  mayAct: boolean;
}

/** What may be said of something new, in one sentence with its figures, and what can be done about it. */
export function VerdictView({ verdict, table, mayAct }: VerdictViewProps) {
  const { tone, text } = words[verdict.outcome];
  return (
    <div className={classes.verdict}>
      <p className={classes.sentence}>
        <Badge tone={tone}>{text}</Badge>
        <span dir="auto">{verdict.sentence}</span>
      </p>
      {table !== undefined && table.rows.length > 0 && (
        <div className={classes.figures}>
          <SectionTable table={table} sortable={false} />
        </div>
      )}
      {verdict.facts.length > 0 && (
        <dl className={classes.facts}>
          {verdict.facts.map(({ label, value }, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: names may be alike
            <div key={i}>
              <dt>
                <bdi>{label}</bdi>
              </dt>
              <dd>
                <bdi>{value}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {mayAct && verdict.prompt !== undefined && <UsePrompt {...verdict.prompt} />}
    </div>
  );
}
