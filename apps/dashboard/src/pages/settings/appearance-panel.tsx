import { SegmentedControl, Switch } from '@mantine/core';
import { allowSingleKeys, useSingleKeys } from '../../app/keyboard/single-keys.ts';
import { Panel } from '../../components/panel.tsx';
import { type ColourMode, useColourMode } from '../../theme/colour-mode.ts';
import classes from './settings.module.css';

const modes: { value: ColourMode; label: string }[] = [
  { value: 'auto', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

export function AppearancePanel() {
  const { mode, choose } = useColourMode();
  const single = useSingleKeys();
  return (
    <Panel title="Appearance and keyboard">
      <div className={classes.row}>
        <span id="colours">Colours</span>
        <SegmentedControl
          aria-labelledby="colours"
          data={modes}
          value={mode}
          onChange={(value) => choose(value as ColourMode)}
        />
      </div>
      <Switch
        label="Single keys as commands, such as / and g then d"
        description="In this browser. Ctrl K works either way; ? shows all keys."
        checked={single}
        onChange={(event) => allowSingleKeys(event.currentTarget.checked)}
      />
    </Panel>
  );
}
