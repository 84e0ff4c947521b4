import { Popover } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';

export interface DropPanelProps {
  /** The button that opens it. */
  button: ReactElement;
  label: string;
  className: string | undefined;
  children: ReactNode;
}

/** On a phone a panel covers most of what is around it: the rest is dimmed, and a touch of it closes the panel. */
const narrow = '(max-width: 800px)';

/** What a button of the toolbar lets down; the focus goes in and comes back. */
export function DropPanel({ button, label, className, children }: DropPanelProps) {
  return (
    <Popover
      position="bottom-start"
      trapFocus
      returnFocus
      shadow="md"
      withOverlay={matchMedia(narrow).matches}
      overlayProps={{ backgroundOpacity: 0.3 }}
    >
      <Popover.Target>{button}</Popover.Target>
      <Popover.Dropdown className={className ?? ''} aria-label={label}>
        {children}
      </Popover.Dropdown>
    </Popover>
  );
}
