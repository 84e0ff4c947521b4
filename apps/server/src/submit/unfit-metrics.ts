import type { Issue } from '@trainyard/contracts';
import { compileJudge, isUnfitMetric, type ScoreSettings } from '@trainyard/prompts/metrics';
import type { CatalogTrainer } from '@trainyard/trainer-catalog';
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

/**
 * Metrics that a run could not use, such as an expression with a fault: read as the run will read them. `told`: problems that
 * are known; what is no list of metrics at all is told by the check of the configuration.
 */
export function metricIssues(
  trainer: Pick<CatalogTrainer, 'manifest'>,
  config: Record<string, unknown>,
  told: readonly Issue[],
): Issue[] {
  const { metrics: path } = metricPlaces(trainer);
  const metrics = path === undefined ? undefined : config[path];
  if (path === undefined || !Array.isArray(metrics) || told.some((one) => one.path.startsWith(path))) return [];
  const whole = unfitMetrics(metrics);
  if (whole === null) return [];
  const alone = metrics.map((metric) => unfitMetrics([{ ...metric, weight: 1 }]));
  const at = alone.findIndex((words) => words !== null);
  if (at === -1) return [{ path, message: whole }];
  return [{ path: `${path}[${at}]`, message: `Metric ${at + 1}: ${alone[at]}` }];
}
