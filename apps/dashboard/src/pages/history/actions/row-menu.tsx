import { Menu } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { Run } from '@trainyard/contracts';
import { toastProblem, useAction } from '../../../api/use-action.ts';
import { askRoute } from '../../../api/use-route.ts';
import { copyText } from '../../../components/copy-text.ts';
import { useMayChange } from '../../../components/members-only.tsx';
import { toast } from '../../../components/toast-store.ts';
import { hasEnded } from '../../../format/run-status.ts';
import classes from './action-bar.module.css';
import { fileAddress, modelFile } from './model-file.ts';

export interface RowMenuProps {
  run: Run;
  /** The button that the menu belongs to. */
  button: HTMLElement;
  close: () => void;
  note: () => void;
  tags: () => void;
  keep: (kept: boolean) => void;
  remove: () => void;
  restore: () => void;
}

async function downloadModel(run: Run): Promise<void> {
  try {
    const { items } = await askRoute('listFiles', { params: { id: String(run.number) } });
    const file = modelFile(items);
    if (file === null) {
      toast({
        tone: 'plain',
        title: `Run ${run.number} has no model file.`,
        lines: ['Its files are on its results page.'],
      });
      return;
    }
    const link = document.createElement('a');
    link.href = fileAddress(run.number, file.path);
    link.download = file.path.split('/').at(-1) ?? '';
    link.click();
  } catch (error) {
    toastProblem(error);
  }
}

async function copyLink(run: Run): Promise<void> {
  const address = `${location.origin}/runs/${run.number}`;
  if (await copyText(address)) toast({ tone: 'ok', title: `The link to run ${run.number} is copied.` });
  else toast({ tone: 'bad', title: 'The browser does not let this page copy.', lines: [address] });
}

/** What can be done with one run. There is one menu for the whole table; it opens where the row's button is. */
export function RowMenu({ run, button, close, note, tags, keep, remove, restore }: RowMenuProps) {
  const navigate = useNavigate();
  const mayChange = useMayChange();
  const goOn = useAction('continueRun', {
    refreshes: ['listRuns'],
    done: (made) => `Run ${made.number} goes on from run ${run.number}.`,
    onDone: (made) => void navigate({ href: `/runs/${made.number}` }),
  });
  const place = button.getBoundingClientRect();
  const go = (href: string) => () => void navigate({ href });
  const hasResults = run.status !== 'queued' && run.trainer !== null;
  return (
    <Menu
      opened
      onClose={() => {
        close();
        button.focus();
      }}
      returnFocus={false}
      position="bottom-end"
    >
      <Menu.Target>
        <span
          aria-hidden
          style={{
            position: 'fixed',
            left: place.left,
            top: place.top,
            width: place.width,
            height: place.height,
            pointerEvents: 'none',
          }}
        />
      </Menu.Target>
      <Menu.Dropdown aria-label={`Run ${run.number}`} aria-labelledby={undefined}>
        <Menu.Item onClick={go(`/runs/${run.number}`)}>Open</Menu.Item>
        <Menu.Item disabled={!hasResults} onClick={go(`/runs/${run.number}/results`)}>
          Results
        </Menu.Item>
        <Menu.Item disabled={run.trainer === null || !mayChange} onClick={go(`/new?clone=${run.number}`)}>
          Clone…
        </Menu.Item>
        <Menu.Item
          disabled={!mayChange || run.trainer === null || !(hasEnded(run.status) || run.status === 'paused')}
          onClick={() => goOn.mutate({ params: { id: String(run.number) }, body: {} })}
        >
          Continue from its last checkpoint
        </Menu.Item>
        <Menu.Item disabled={!hasResults} onClick={() => void downloadModel(run)}>
          Download the model
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item disabled={!mayChange} onClick={note}>
          Note…
        </Menu.Item>
        <Menu.Item disabled={!mayChange} onClick={tags}>
          Tags…
        </Menu.Item>
        <Menu.Item disabled={!mayChange} onClick={() => keep(!run.kept)}>
          {run.kept ? 'Stop keeping' : 'Keep'}
        </Menu.Item>
        <Menu.Item onClick={() => void copyLink(run)}>Copy link</Menu.Item>
        <Menu.Divider />
        {run.deleted_at === null ? (
          <Menu.Item className={classes.delete ?? ''} disabled={!mayChange || !hasEnded(run.status)} onClick={remove}>
            Delete
          </Menu.Item>
        ) : (
          <Menu.Item disabled={!mayChange} onClick={restore}>
            Restore
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
