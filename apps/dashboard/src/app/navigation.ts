import {
  IconArrowsDiff,
  IconBell,
  IconCoin,
  IconCpu,
  IconDatabase,
  IconFileText,
  IconGauge,
  IconHistory,
  IconMessageCode,
  IconPackage,
  type IconProps,
  IconSchema,
  IconSettings,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';

export interface Destination {
  to:
    | '/'
    | '/runs'
    | '/compare'
    | '/datasets'
    | '/models'
    | '/prompts'
    | '/trainers'
    | '/reports'
    | '/costs'
    | '/workers'
    | '/notices'
    | '/settings';
  title: string;
  icon: ComponentType<IconProps>;
}

/** The side bar, and what the command palette offers to go to. */
export const navigation: readonly { title: string; items: readonly Destination[] }[] = [
  {
    title: 'Experiments',
    items: [
      { to: '/', title: 'Overview', icon: IconGauge },
      { to: '/runs', title: 'Runs', icon: IconHistory },
      { to: '/compare', title: 'Compare', icon: IconArrowsDiff },
    ],
  },
  {
    title: 'Library',
    items: [
      { to: '/datasets', title: 'Data sets', icon: IconDatabase },
      { to: '/models', title: 'Models', icon: IconPackage },
      { to: '/prompts', title: 'Prompts', icon: IconMessageCode },
      { to: '/trainers', title: 'Trainers', icon: IconSchema },
      { to: '/reports', title: 'Reports', icon: IconFileText },
    ],
  },
  {
    title: 'System',
    items: [
      { to: '/costs', title: 'Cost', icon: IconCoin },
      { to: '/workers', title: 'Workers', icon: IconCpu },
      { to: '/notices', title: 'Notices', icon: IconBell },
      { to: '/settings', title: 'Settings', icon: IconSettings },
    ],
  },
];
