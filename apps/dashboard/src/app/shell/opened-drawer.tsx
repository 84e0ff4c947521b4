import { Drawer } from '@mantine/core';
import type { NavigationDrawerProps } from './navigation-drawer.tsx';
import classes from './opened-drawer.module.css';
import { SideBar } from './side-bar.tsx';

export default function OpenedDrawer({ opened, close }: NavigationDrawerProps) {
  return (
    <Drawer.Root opened={opened} onClose={close} size={240}>
      <Drawer.Overlay backgroundOpacity={0.5} />
      <Drawer.Content>
        <div className={classes.head}>
          <Drawer.Title>Menu</Drawer.Title>
          <Drawer.CloseButton aria-label="Close" />
        </div>
        <SideBar className={classes.bar} onGo={close} />
      </Drawer.Content>
    </Drawer.Root>
  );
}
