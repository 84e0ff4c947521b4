import type { Manifest } from '@trainyard/contracts';
import type { ComponentType } from 'react';
import type { ControlProps } from '../../../form/controls/control.ts';
import { suggesting } from '../../../form/controls/suggesting.tsx';
import type { Field } from '../../../form/field.ts';
import { languageModelControls } from './language-model-control.tsx';
import { MetricsControl } from './metrics-control.tsx';
import { ModelsPicker } from './models-picker.tsx';
import { PromptControl } from './prompt-control.tsx';
import { RunsPicker } from './runs-picker.tsx';

/** Controls for settings that name something that is kept here: what a manifest needs tells which they are. */
export function pageControls(
  needs: Manifest['needs'],
  fields: readonly Field[],
  splitUnits: readonly string[],
): Record<string, ComponentType<ControlProps>> {
  const metrics = fields.filter(({ schema }) => schema['x-metric-set'] === 'metrics');
  return {
    ...(needs.runs === null ? {} : { runs: RunsPicker }),
    ...(needs.models === null ? {} : { models: ModelsPicker }),
    ...(needs.dataset?.split === true ? { 'split.by': suggesting(splitUnits) } : {}),
    ...(needs.prompt ? { prompt: PromptControl } : {}),
    ...languageModelControls(needs.language_models ?? []),
    ...Object.fromEntries(metrics.map(({ path }) => [path, MetricsControl])),
  };
}
