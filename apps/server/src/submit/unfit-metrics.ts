import { type Issue, TrainyardError } from '@trainyard/contracts';
import { compileJudge, isUnfitMetric, type ScoreSettings } from '@trainyard/prompts/metrics';
import type { CatalogTrainer } from '@trainyard/trainer-catalog';
import { embedderState } from '../embedder/ask-embedder.ts';
import type { Parts } from '../parts.ts';
import { metricPlaces } from './chosen-metrics.ts';

const nobodyAsked = () => async () => ({ status: 'missing', reason: '' }) as const;

/** What is wrong with metrics themselves, in words; null where they can be used. */
export function unfitMetrics(metrics: ScoreSettings['metrics']): string | null {
  try {
    compileJudge({ metrics }, nobodyAsked);
    return null;
  } catch (error) {
    if (!isUnfitMetric(error)) throw error;
    return error.message.replace(/\.$/, '');
  }
}

/** A metric that compares vectors, where nobody has installed what makes them. */
async function embedderIssues(
  parts: Pick<Parts, 'catalog'>,
  path: string,
  metrics: ScoreSettings['metrics'],
): Promise<Issue[]> {
  const at = metrics.findIndex(({ metric }) => metric === 'similarity');
  if (at === -1) return [];
  const { installed, name } = await embedderState(parts);
  if (installed) return [];
  const { message, hint } = new TrainyardError('embedder-missing', { embedder: name });
  return [{ path: `${path}[${at}]`, message: `Metric ${at + 1}: ${message} ${hint}` }];
}

/**
 * Metrics that a run could not use, such as an expression with a fault: read as the run will read them. `told`: problems that
 * are known; what is no list of metrics at all is told by the check of the configuration.
 */
export async function metricIssues(
  parts: Pick<Parts, 'catalog'>,
  trainer: Pick<CatalogTrainer, 'manifest'>,
  config: Record<string, unknown>,
  told: readonly Issue[],
): Promise<Issue[]> {
  const { metrics: path } = metricPlaces(trainer);
  const metrics = path === undefined ? undefined : config[path];
  if (path === undefined || !Array.isArray(metrics) || told.some((one) => one.path.startsWith(path))) return [];
  const whole = unfitMetrics(metrics);
  if (whole === null) return embedderIssues(parts, path, metrics);
  const alone = metrics.map((metric) => unfitMetrics([{ ...metric, weight: 1 }]));
  const at = alone.findIndex((words) => words !== null);
  if (at === -1) return [{ path, message: whole }];
  return [{ path: `${path}[${at}]`, message: `Metric ${at + 1}: ${alone[at]}` }];
}
