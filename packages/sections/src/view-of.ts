import type { Section } from '@trainyard/contracts';
import { oneLine } from './label.ts';
import { calibration } from './types/calibration.ts';
import { confusionMatrix } from './types/confusion-matrix.ts';
import { curves } from './types/curves.ts';
import { distribution } from './types/distribution.ts';
import { failureCases } from './types/failure-cases.ts';
import { forecast } from './types/forecast.ts';
import { meters, race, steps } from './types/going-on.ts';
import { filters, heatmap } from './types/heat.ts';
import { bars, featureImportance } from './types/intervals.ts';
import { leaderboard, metricTable, perClassTable, plainTable, summary } from './types/plain-tables.ts';
import { promptLineage } from './types/prompt-lineage.ts';
import { precisionRecall, roc } from './types/ranking.ts';
import { residuals } from './types/residuals.ts';
import { scatter } from './types/scatter.ts';
import { timeline } from './types/timeline.ts';
import { tree } from './types/tree.ts';
import { verdict } from './types/verdict.ts';
import { prompt, text } from './types/words.ts';
import type { Body, Look, View } from './view.ts';

/** What a section says, ready to be shown: sentence, charts, tables. The same for the page and for paper. */
export function viewOf(section: Section, look: Look): View {
  const { sentence, charts = [], tables = [], notes = [], ...more } = bodyOf(section, look);
  const shown = tables.filter((t) => t.rows.length > 0);
  const empty =
    charts.length === 0 &&
    shown.length === 0 &&
    !more.prose?.length &&
    !more.parts?.length &&
    !more.versions?.length &&
    !more.cases?.length &&
    more.verdict === undefined;
  return {
    type: section.type,
    title: oneLine(section.title),
    notes: [...section.notes, ...notes].map(oneLine),
    sentence,
    empty,
    charts,
    tables: shown,
    ...more,
  };
}

function bodyOf(section: Section, look: Look): Body {
  switch (section.type) {
    case 'summary':
      return summary(section.data);
    case 'metric-table':
      return metricTable(section.data, look);
    case 'curves':
      return curves(section.data, look);
    case 'per-class-table':
      return perClassTable(section.data, look);
    case 'confusion-matrix':
      return confusionMatrix(section.data, look);
    case 'roc':
      return roc(section.data, look);
    case 'precision-recall':
      return precisionRecall(section.data, look);
    case 'calibration':
      return calibration(section.data, look);
    case 'failure-cases':
      return failureCases(section.data);
    case 'feature-importance':
      return featureImportance(section.data, look);
    case 'tree':
      return tree(section.data);
    case 'heatmap':
      return heatmap(section.data, look);
    case 'filters':
      return filters(section.data, look);
    case 'bars':
      return bars(section.data, look);
    case 'distribution':
      return distribution(section.data, look);
    case 'scatter':
      return scatter(section.data, look);
    case 'forecast':
      return forecast(section.data, look);
    case 'residuals':
      return residuals(section.data, look);
    case 'timeline':
      return timeline(section.data, look);
    case 'leaderboard':
      return leaderboard(section.data);
    case 'table':
      return plainTable(section.data);
    case 'text':
      return text(section.data);
    case 'prompt':
      return prompt(section.data);
    case 'prompt-lineage':
      return promptLineage(section.data);
    case 'verdict':
      return verdict(section.data);
    case 'steps':
      return steps(section.data);
    case 'race':
      return race(section.data);
    case 'meters':
      return meters(section.data);
  }
}
