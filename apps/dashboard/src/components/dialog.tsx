import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './dialog.module.css';

export interface DialogProps {
  opened: boolean;
  onClose: () => void;
  title: ReactNode;
  children: ReactNode;
  size?: number | string;
  /** From the top instead of the middle, for what grows while one types. */
  high?: boolean;
}

/** A dialog over the page. Mantine's own head is a <header>, which screen readers take for the page's. */
export function Dialog({ opened, onClose, title, children, size = 480, high = false }: DialogProps) {
  return (
    <Modal.Root opened={opened} onClose={onClose} size={size} centered={!high} {...(high ? { yOffset: 60 } : {})}>
      <Modal.Overlay backgroundOpacity={0.5} />
      <Modal.Content>
        <div className={classes.head}>
          <Modal.Title>{title}</Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
