import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './confirm-dialog.module.css';
import { Dialog } from './dialog.tsx';

export interface ConfirmDialogProps {
  opened: boolean;
  /** The question: `Stop amber-otter?`. */
  title: string;
  /** What will happen, and what is kept. */
  children: ReactNode;
  /** The verb on the button: `Stop`. */
  confirm: string;
  dangerous?: boolean;
  busy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before what cannot be taken back. The harmless way out has the focus first. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { opened, title, children, confirm, dangerous = false, busy = false, onConfirm, onClose } = props;
  return (
    <Dialog opened={opened} onClose={onClose} title={title} size={440}>
      <div className={classes.text}>{children}</div>
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose} data-autofocus>
          Keep as it is
        </Button>
        <Button
          loading={busy}
          onClick={onConfirm}
          {...(dangerous ? { className: classes.dangerous ?? '' } : {})}
          variant={dangerous ? 'default' : 'filled'}
        >
          {confirm}
        </Button>
      </div>
    </Dialog>
  );
}
