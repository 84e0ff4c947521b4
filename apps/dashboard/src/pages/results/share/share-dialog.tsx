import { Button, Select, TextInput } from '@mantine/core';
import type { Run, Share } from '@trainyard/contracts';
import { useState } from 'react';
import { useAction } from '../../../api/use-action.ts';
import { useRoute } from '../../../api/use-route.ts';
import { CopyButton } from '../../../components/copy-button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { Time } from '../../../components/time.tsx';
import classes from './share.module.css';

const day = 86_400;
const lengths = [
  { value: String(day), label: '1 day' },
  { value: String(7 * day), label: '7 days' },
  { value: String(30 * day), label: '30 days' },
];

/** Links that show the results of one run to people without an account, until they expire or are revoked. */
export function ShareDialog({ run, opened, onClose }: { run: Run; opened: boolean; onClose: () => void }) {
  return (
    <Dialog opened={opened} onClose={onClose} title={`Share the results of run ${run.number}`} size={560}>
      {opened && <ShareForm run={run} />}
    </Dialog>
  );
}

function ShareForm({ run }: { run: Run }) {
  const params = { id: run.id };
  const [seconds, setSeconds] = useState(String(7 * day));
  const [made, setMade] = useState<{ id: string; url: string | null } | null>(null);
  const links = useRoute('listShares', { params });
  const create = useAction('createShare', { refreshes: ['listShares'], onDone: setMade });
  const url = made?.url ?? null;
  return (
    <div className={classes.form}>
      <p className="muted">
        Whoever has the link sees results, curves, configuration and files of this run, and nothing else. It needs no
        account; it can change nothing.
      </p>
      <div className={classes.make}>
        <Select
          label="Good for"
          data={lengths}
          value={seconds}
          allowDeselect={false}
          onChange={(value) => setSeconds(value ?? String(7 * day))}
        />
        <Button
          loading={create.isPending}
          onClick={() => create.mutate({ params, body: { expires_in_s: Number(seconds) } })}
        >
          Make a link
        </Button>
      </div>
      {url !== null && (
        <div className={classes.link} role="status">
          <TextInput
            label="The link; it is told only now"
            readOnly
            value={url}
            onFocus={(event) => event.currentTarget.select()}
            rightSection={<CopyButton text={url} what="the link" />}
          />
        </div>
      )}
      <h3>Links that are still good</h3>
      {links.error !== null && links.data === undefined && (
        <ErrorState error={links.error} retry={() => void links.refetch()} />
      )}
      {links.isPending && <LoadingState what="Loading the links" rows={2} />}
      {links.data?.items.length === 0 && <p className="muted">None.</p>}
      {(links.data?.items.length ?? 0) > 0 && (
        <ul className={classes.links} aria-label="Links that are still good">
          {links.data?.items.map((share) => (
            <LinkRow key={share.id} share={share} onRevoked={() => share.id === made?.id && setMade(null)} />
          ))}
        </ul>
      )}
    </div>
  );
}

function LinkRow({ share, onRevoked }: { share: Share; onRevoked: () => void }) {
  const revoke = useAction('revokeShare', {
    refreshes: ['listShares'],
    done: 'The link is revoked.',
    onDone: onRevoked,
  });
  return (
    <li>
      <span>
        By <bdi>{share.owner.name}</bdi>, <Time at={share.created_at} />; good until{' '}
        <Time at={share.expires_at} absolute />
        {share.used_at === null ? '; not opened yet' : '; last opened '}
        {share.used_at !== null && <Time at={share.used_at} />}
      </span>
      <Button
        variant="default"
        loading={revoke.isPending}
        onClick={() => revoke.mutate({ params: { share: share.id } })}
      >
        Revoke
      </Button>
    </li>
  );
}
