import type { BatchItem, BatchMetric } from '@trainyard/contracts';
import type { GivenBody } from '@trainyard/contracts/routes';

/** What the form holds, as it is typed. */
export interface BatchFields {
  kind: 'inference' | 'evaluation';
  from: 'pasted' | 'dataset';
  text: string;
  dataset: string;
  part: 'open' | 'train' | 'validation';
  /** Empty: the default of the role. */
  model: string;
  metric: BatchMetric['metric'];
  /** Of the metric: a pattern, a schema, an expression or a rubric. */
  detail: string;
  samples: string;
  calls: string;
  usd: string;
}

export const emptyFields: BatchFields = {
  kind: 'evaluation',
  from: 'pasted',
  text: '',
  dataset: '',
  part: 'open',
  model: '',
  metric: 'exact_match',
  detail: '',
  samples: '1',
  calls: '',
  usd: '',
};

export const metricChoices: readonly { value: BatchMetric['metric']; label: string; detail?: string }[] = [
  { value: 'exact_match', label: 'Exact match' },
  { value: 'token_f1', label: 'F1 of words' },
  { value: 'bleu', label: 'BLEU' },
  { value: 'rouge1', label: 'ROUGE-1' },
  { value: 'rouge2', label: 'ROUGE-2' },
  { value: 'rougeL', label: 'ROUGE-L' },
  { value: 'rougeLsum', label: 'ROUGE-Lsum' },
  { value: 'similarity', label: 'Similarity of token vectors' },
  { value: 'json_valid', label: 'Valid JSON' },
  { value: 'json_schema', label: 'JSON schema', detail: 'Schema' },
  { value: 'regex', label: 'Pattern', detail: 'Pattern' },
  { value: 'expression', label: 'Expression (CEL)', detail: 'Expression' },
  { value: 'graded', label: 'Graded by a language model', detail: 'Rubric' },
];

/** Throws an error for people. */
export function metricIn({ metric, detail }: Pick<BatchFields, 'metric' | 'detail'>): BatchMetric {
  switch (metric) {
    case 'regex':
      return { metric, pattern: detail };
    case 'expression':
      return { metric, expression: detail };
    case 'graded':
      return { metric, rubric: detail };
    case 'json_schema':
      try {
        return { metric, schema: JSON.parse(detail) };
      } catch {
        throw new Error('The schema is not JSON.');
      }
    default:
      return { metric };
  }
}

function numberIn(text: string, what: string): number | null {
  if (text.trim() === '') return null;
  const number = Number(text);
  if (!Number.isFinite(number) || number <= 0) throw new Error(`${what} is a number above 0, or left empty.`);
  return number;
}

/** The request; throws an error for people where a field cannot be read. */
export function bodyIn(fields: BatchFields, prompt: string, items: BatchItem[] | null): GivenBody<'createBatch'> {
  const { kind, dataset, part, model } = fields;
  const [calls, usd] = [numberIn(fields.calls, 'The budget in calls'), numberIn(fields.usd, 'The budget in dollars')];
  const samples = numberIn(fields.samples, 'The number of samples') ?? 1;
  return {
    kind,
    prompt,
    samples,
    ...(model === '' ? {} : { language_model: model }),
    ...(items === null ? { dataset, part } : { items }),
    ...(kind === 'evaluation' ? { metrics: [metricIn(fields)] } : {}),
    ...(calls === null && usd === null ? {} : { budget: { calls, usd } }),
  };
}
