import { ActionIcon, Button } from '@mantine/core';
import { IconMenu2, IconPlus, IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Kbd } from '../../components/kbd.tsx';
import { MembersOnly } from '../../components/members-only.tsx';
import { openPalette } from '../keyboard/open-dialog.ts';
import { ColourModeSwitch } from './colour-mode-switch.tsx';
import { ConnectionBadge } from './connection-badge.tsx';
import classes from './header.module.css';
import { LogoMark } from './logo-mark.tsx';
import { NoticesBell } from './notices-bell.tsx';

export function Header({ openMenu }: { openMenu: () => void }) {
  return (
    <header className={classes.header}>
      <ActionIcon className={classes.menu ?? ''} aria-label="Open the menu" onClick={openMenu}>
        <IconMenu2 size={18} />
      </ActionIcon>
      <Link to="/" className={classes.brand} aria-label="Trainyard, overview">
        <LogoMark />
        <span className={classes.name}>Trainyard</span>
      </Link>
      <ConnectionBadge />
      <button type="button" className={classes.search} onClick={openPalette}>
        <IconSearch size={15} aria-hidden />
        <span className={classes.hint}>Search runs, data sets, trainers</span>
        <Kbd>/</Kbd>
      </button>
      <div className={classes.right}>
        <MembersOnly>
          <Button
            component={Link}
            to="/new"
            className={classes.start ?? ''}
            leftSection={<IconPlus size={15} aria-hidden />}
          >
            New run
          </Button>
        </MembersOnly>
        <NoticesBell />
        <ColourModeSwitch />
      </div>
    </header>
  );
}
