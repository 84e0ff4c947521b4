import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useAction } from '../api/use-action.ts';
import { useRoute } from '../api/use-route.ts';
import { useMayChange } from '../components/members-only.tsx';
import { Badge } from '../components/status-badge.tsx';
import classes from './use-prompt.module.css';

/** Makes a version of a prompt in the library the current one; says so where it is that already. */
export function UsePrompt({ name, version }: { name: string; version: number }) {
  const mayChange = useMayChange();
  const prompt = useRoute('getPrompt', { params: { name } }, { freshMs: 10_000 });
  const use = useAction('usePromptVersion', {
    refreshes: ['getPrompt', 'listPrompts', 'listPromptVersions', 'getPromptVersion'],
    done: `${name} is now its version ${version}.`,
  });
  const address = (
    <Link to="/prompts/$ref" params={{ ref: `${name}@${version}` }} className={classes.address}>
      <bdi>
        {name}@{version}
      </bdi>
    </Link>
  );
  if (prompt.data === undefined) return <p className={classes.line}>{address}</p>;
  const { current } = prompt.data;
  return (
    <p className={classes.line}>
      {current.version === version ? (
        <>
          <Badge tone="ok">In use</Badge>
          {address} is used where no version is named.
        </>
      ) : (
        <>
          <Button
            disabled={!mayChange}
            loading={use.isPending}
            title={mayChange ? 'Used from now on where no version is named' : 'Members may use another version'}
            onClick={() => use.mutate({ params: { name }, body: { version } })}
          >
            Use this version
          </Button>
          {address} instead of version {current.version}, which is used now.
        </>
      )}
    </p>
  );
}
