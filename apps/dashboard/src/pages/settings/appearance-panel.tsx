import { SegmentedControl } from '@mantine/core';
import { Panel } from '../../components/panel.tsx';
import { type ColourMode, useColourMode } from '../../theme/colour-mode.ts';
import classes from './settings.module.css';
import { usePreferences } from './use-preferences.ts';

const modes: { value: ColourMode; label: string }[] = [
  { value: 'auto', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

export function AppearancePanel() {
  const { mode, choose } = useColourMode();
  const { change } = usePreferences();
  return (
    <Panel title="Appearance">
      <div className={classes.row}>
        <span id="colours">Colours</span>
        <SegmentedControl
          aria-labelledby="colours"
          data={modes}
          value={mode}
          onChange={(value) => {
            choose(value as ColourMode);
            change({ theme: value as ColourMode });
          }}
        />
      </div>
    </Panel>
  );
}
