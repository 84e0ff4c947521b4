import { ActionIcon } from '@mantine/core';
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';
import { type ColourMode, useColourMode } from '../../theme/colour-mode.ts';

const next: Record<ColourMode, ColourMode> = { auto: 'light', light: 'dark', dark: 'auto' };
const words: Record<ColourMode, string> = { auto: 'as the system', light: 'light', dark: 'dark' };
const icons = { auto: IconDeviceDesktop, light: IconSun, dark: IconMoon };

export function ColourModeSwitch() {
  const { mode, choose } = useColourMode();
  const Icon = icons[mode];
  const label = `Colours: ${words[mode]}. Change to ${words[next[mode]]}`;
  // The browser's own hint: Mantine's would put its machinery into what is loaded first.
  return (
    <ActionIcon aria-label={label} title={label} onClick={() => choose(next[mode])}>
      <Icon size={18} aria-hidden />
    </ActionIcon>
  );
}
