import { Drawer } from '@mantine/core';
import type { NavigationDrawerProps } from './navigation-drawer.tsx';
import { SideBar } from './side-bar.tsx';

export default function OpenedDrawer({ opened, close }: NavigationDrawerProps) {
  return (
    <Drawer opened={opened} onClose={close} title="Menu" size={240} padding={8}>
      <SideBar onGo={close} />
    </Drawer>
  );
}
