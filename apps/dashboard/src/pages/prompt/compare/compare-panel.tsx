import { Button, NativeSelect } from '@mantine/core';
import type { PromptVersionLine } from '@trainyard/contracts';
import { useRoute } from '../../../api/use-route.ts';
import { useSearchText } from '../../../app/use-search.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import classes from './compare.module.css';
import { type Compared, comparedOf } from './compared.ts';
import { DiffView } from './diff-view.tsx';

export interface ComparePanelProps {
  name: string;
  versions: readonly PromptVersionLine[];
  shown: number;
}

/** What changed between two versions; which two stands in the address. */
export function ComparePanel({ name, versions, shown }: ComparePanelProps) {
  const [search, change] = useSearchText();
  const compared = comparedOf(search, versions, shown);
  if (compared === null) return null;
  const { from, to } = compared;
  const put = (next: Compared) => change({ from: String(next.from), to: String(next.to) }, { replace: true });
  const data = versions.map(({ version, current }) => ({
    value: String(version),
    label: current ? `${version}, current` : String(version),
  }));
  return (
    <Panel
      title={<span id="compare">Compare</span>}
      actions={
        <>
          <NativeSelect
            aria-label="Older version"
            data={data}
            value={String(from)}
            onChange={(event) => put({ from: Number(event.currentTarget.value), to })}
          />
          <span className="muted">to</span>
          <NativeSelect
            aria-label="Newer version"
            data={data}
            value={String(to)}
            onChange={(event) => put({ from, to: Number(event.currentTarget.value) })}
          />
          <Button variant="default" onClick={() => put({ from: to, to: from })}>
            Swap
          </Button>
        </>
      }
    >
      {from === to ? (
        <p className={classes.summary}>Both are version {to}: choose another one.</p>
      ) : (
        <TwoVersions key={`${from} ${to}`} name={name} from={from} to={to} />
      )}
    </Panel>
  );
}

function TwoVersions({ name, from, to }: { name: string } & Compared) {
  const before = useRoute('getPromptVersion', { params: { name, version: from } });
  const after = useRoute('getPromptVersion', { params: { name, version: to } });
  const failed = [before, after].find(({ isError, data }) => isError && data === undefined);
  if (failed !== undefined && failed.error !== null) {
    return <ErrorState error={failed.error} retry={() => void failed.refetch()} />;
  }
  if (before.data === undefined || after.data === undefined) {
    return <LoadingState rows={4} what="Loading both versions" />;
  }
  return <DiffView before={before.data} after={after.data} />;
}
