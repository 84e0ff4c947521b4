import { ActionIcon } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';

export function NoticesBell() {
  return (
    <ActionIcon component={Link} to="/notices" aria-label="Notices">
      <IconBell size={18} aria-hidden />
    </ActionIcon>
  );
}
