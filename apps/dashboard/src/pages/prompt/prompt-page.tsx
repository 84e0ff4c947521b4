import { useParams } from '@tanstack/react-router';
import type { Prompt, PromptVersion } from '@trainyard/contracts';
import { useLoadedRoute } from '../../api/use-route.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { Badge } from '../../components/status-badge.tsx';
import { BatchesPanel } from './batch/batches-panel.tsx';
import { ComparePanel } from './compare/compare-panel.tsx';
import { DeletePrompt } from './delete-prompt.tsx';
import { FactsPanel } from './facts-panel.tsx';
import { readPromptRef } from './prompt-ref.ts';
import { TextPanel } from './text/text-panel.tsx';
import { UseVersionButton } from './use-version-button.tsx';
import { VersionsPanel } from './versions/versions-panel.tsx';

/** One prompt: its text, the next version of it, and how the versions came from each other. */
export default function PromptPage() {
  const { ref = '' } = useParams({ strict: false });
  const { name, version } = readPromptRef(ref);
  const { data: prompt } = useLoadedRoute('getPrompt', { params: { name } });
  if (version === null || version === prompt.current.version) return <Shown prompt={prompt} version={prompt.current} />;
  return <Chosen prompt={prompt} number={version} />;
}

function Chosen({ prompt, number }: { prompt: Prompt; number: number }) {
  const { data } = useLoadedRoute('getPromptVersion', { params: { name: prompt.name, version: number } });
  return <Shown prompt={prompt} version={data} />;
}

function Shown({ prompt, version }: { prompt: Prompt; version: PromptVersion }) {
  const { name } = prompt;
  const { data: versions } = useLoadedRoute('listPromptVersions', { params: { name } });
  const newest = versions.items[0]?.version ?? version.version;
  const isCurrent = version.version === prompt.current.version;
  return (
    <>
      <PageHeader
        title={name}
        beside={isCurrent ? <Badge tone="accent">Current</Badge> : undefined}
        note={`Version ${version.version}${version.version === newest ? ', the newest' : ` of ${newest}`}`}
        actions={
          <>
            {!isCurrent && <UseVersionButton name={name} version={version.version} />}
            <DeletePrompt prompt={prompt} />
          </>
        }
      />
      <FactsPanel prompt={prompt} version={version} />
      <TextPanel prompt={prompt} version={version} newest={newest} />
      <VersionsPanel name={name} versions={versions.items} shown={version.version} />
      <ComparePanel name={name} versions={versions.items} shown={version.version} />
      <BatchesPanel version={version} />
    </>
  );
}
