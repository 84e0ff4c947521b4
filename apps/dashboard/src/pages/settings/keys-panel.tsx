import { Button, TextInput } from '@mantine/core';
import type { AnswerOf } from '@trainyard/contracts/routes';
import { useState } from 'react';
import { useAction } from '../../api/use-action.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { Panel } from '../../components/panel.tsx';
import { Time } from '../../components/time.tsx';
import { KeyList } from './key-list.tsx';
import classes from './settings.module.css';

/** Ways in for programs and for other browsers. */
export function KeysPanel({ role }: { role: AnswerOf<'me'>['role'] }) {
  const [name, setName] = useState('');
  const key = useAction('createKey', { refreshes: ['listKeys'], onDone: () => setName('') });
  const link = useAction('createSignInLink');
  return (
    <Panel title="Access">
      {role !== 'viewer' && (
        <form
          className={classes.row}
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() !== '') key.mutate({ body: { name: name.trim() } });
          }}
        >
          <TextInput
            aria-label="Name of the new key"
            placeholder="What will use the key"
            value={name}
            maxLength={100}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={key.isPending} disabled={name.trim() === ''}>
            Make an API key
          </Button>
        </form>
      )}
      <div role="status">
        {key.data !== undefined && (
          <div className={classes.secret}>
            <p>
              The key for <bdi>{key.data.name}</bdi>. It is shown this once; copy it now.
            </p>
            <Secret text={key.data.key} what="key" />
          </div>
        )}
      </div>
      <KeyList admin={role === 'admin'} />
      {role === 'admin' && (
        <div className={classes.row}>
          <Button variant="default" loading={link.isPending} onClick={() => link.mutate({})}>
            Make a sign-in link
          </Button>
          <span className="muted">It signs one browser in, once.</span>
        </div>
      )}
      <div role="status">
        {link.data !== undefined && (
          <div className={classes.secret}>
            <p>
              Good until <Time at={link.data.expires_at} absolute />, for one use.
            </p>
            <Secret text={link.data.url} what="sign-in link" />
          </div>
        )}
      </div>
    </Panel>
  );
}

function Secret({ text, what }: { text: string; what: string }) {
  return (
    <p className={classes.code}>
      <code>{text}</code>
      <CopyButton text={text} what={what} />
    </p>
  );
}
