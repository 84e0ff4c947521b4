import { Button } from '@mantine/core';
import { IconPackage, IconWaveSine } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Run } from '@trainyard/contracts';
import { useState } from 'react';
import { useRoute } from '../../../api/use-route.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { MembersOnly } from '../../../components/members-only.tsx';
import { hasEnded } from '../../../format/run-status.ts';
import { UseModels } from '../../models/use/use-models.tsx';
import { TryForm } from '../try/try-panel.tsx';
import { tryable } from '../try/try-words.ts';
import { RegisterDialog } from './register-dialog.tsx';
import classes from './run-model.module.css';

const kinds = new Set(['model', 'onnx']);
const icon = { size: 15, 'aria-hidden': true } as const;

/** What can be done with the model that a run kept: register it, and try it on a file. Nothing where it kept none. */
export function RunModel({ run }: { run: Run }) {
  const params = { id: run.id };
  const files = useRoute('listFiles', { params });
  const registered = useRoute('listRunModels', { params });
  const [registering, setRegistering] = useState(false);
  const [trying, setTrying] = useState(false);
  const own = (files.data?.items ?? []).filter(({ kind }) => kinds.has(kind));
  if (own.length === 0 || !hasEnded(run.status) || run.deleted_at !== null) return null;
  const versions = registered.data?.items ?? [];
  // Under whatever name: they are the same files.
  const [first] = versions;
  return (
    <div className={classes.line}>
      <span className={classes.words}>
        {versions.length === 0 ? (
          <span className="muted">It kept a model that is not registered.</span>
        ) : (
          <>
            Registered as{' '}
            {versions.map(({ name, version, aliases }, at) => (
              <span key={name}>
                {at > 0 && ', '}
                <Link to="/models/$ref" params={{ ref: name }} search={{ version: String(version) }}>
                  {name}@{version}
                </Link>
                {aliases.length > 0 && ` (${aliases.join(', ')})`}
              </span>
            ))}
          </>
        )}
      </span>
      {run.executor === 'worker' && (
        <MembersOnly>
          <Button variant="default" leftSection={<IconPackage {...icon} />} onClick={() => setRegistering(true)}>
            Register model
          </Button>
        </MembersOnly>
      )}
      {first !== undefined && <UseModels chosen={[first]} />}
      {'takes' in tryable(own) && (
        <Button variant="default" leftSection={<IconWaveSine {...icon} />} onClick={() => setTrying(true)}>
          Try it on a file
        </Button>
      )}
      <RegisterDialog run={run} versions={versions} opened={registering} onClose={() => setRegistering(false)} />
      <Dialog
        opened={trying}
        onClose={() => setTrying(false)}
        title={`Try the model of run ${run.number} on a file`}
        size={720}
      >
        {trying && <TryForm by={{ run: run.id }} files={own} called={`run ${run.number}`} />}
      </Dialog>
    </div>
  );
}
