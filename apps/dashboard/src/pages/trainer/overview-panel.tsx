import type { TrainerItem } from '@trainyard/contracts/routes';
import { type Fact, FactList } from '../../components/fact-list.tsx';
import { Panel } from '../../components/panel.tsx';
import { Badge } from '../../components/status-badge.tsx';
import { formatDuration } from '../../format/duration.ts';
import { count } from '../../format/number.ts';
import { Environment } from '../trainers/environment.tsx';
import { learnedBasis, learnedQuality, learnedTime, needWords, resumeOf } from '../trainers/trainer-words.ts';
import { abilityWords, gpuWords, typicalWords } from './manifest-words.ts';

/** What it needs, makes, can and usually takes. */
export function OverviewPanel({ item }: { item: TrainerItem }) {
  const { manifest, learned, presets } = item;
  const { capabilities, needs } = manifest;
  const resume = resumeOf(capabilities.exact_resume);
  const basis = learnedBasis(learned);
  const typical = typicalWords(manifest, presets);
  const facts: (Fact | null)[] = [
    { label: 'Family', value: <bdi>{manifest.family}</bdi> },
    { label: 'Works on', value: needWords(needs) },
    needs.dataset === null || needs.dataset.columns.length === 0
      ? null
      : { label: 'Needs columns', value: needs.dataset.columns.join(', ') },
    { label: 'Makes', value: manifest.produces.length === 0 ? 'nothing but results' : manifest.produces.join(', ') },
    { label: 'Results', value: manifest.sections.length === 0 ? 'none' : manifest.sections.join(', ') },
    {
      label: 'Environment',
      value: (
        <>
          <code>{item.environment.id}</code> <Environment item={item} />
        </>
      ),
    },
    {
      label: 'Resume',
      value: (
        <>
          <Badge tone={resume.tone}>{resume.word}</Badge> {resume.meaning}
        </>
      ),
    },
    { label: 'Can', value: abilityWords(capabilities) },
    capabilities.continue.length === 0
      ? null
      : { label: 'Continue with', value: `changed ${capabilities.continue.join(', ')}` },
    { label: 'GPU', value: gpuWords(capabilities.gpu) },
    { label: 'Threads', value: count(manifest.threads, 'thread') },
    { label: 'Time limit', value: formatDuration(manifest.time_limit_s) },
    typical === null ? null : { label: 'Typical', value: typical },
    basis === null
      ? null
      : {
          label: 'Here',
          value: `${[learnedTime(learned), learnedQuality(learned)].filter(Boolean).join(', ')} (${basis})`,
        },
    manifest.admin_only ? { label: 'May be run by', value: 'administrators' } : null,
  ];
  return (
    <Panel title="What it is">
      <FactList facts={facts} />
    </Panel>
  );
}
