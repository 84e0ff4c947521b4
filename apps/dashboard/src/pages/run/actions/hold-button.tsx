import { ActionIcon, Tooltip } from '@mantine/core';
import { IconLock, IconLockOpen } from '@tabler/icons-react';
import { useFollowedRun, useRunParts } from '../live/use-run-parts.ts';

/** Stops figures and curves from moving, to read in peace. The run does not care. */
export function HoldButton() {
  const { held } = useFollowedRun();
  const { follower, curves } = useRunParts();
  const label = held ? 'Let updates go on' : 'Hold updates to read in peace (the run goes on)';
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="default"
        aria-label={held ? 'Let updates go on' : 'Hold updates'}
        aria-pressed={held}
        onClick={() => {
          follower.hold(!held);
          curves.hold(!held);
        }}
      >
        {held ? <IconLock size={15} /> : <IconLockOpen size={15} />}
      </ActionIcon>
    </Tooltip>
  );
}
