import { ActionIcon, Button, Checkbox, Menu, Popover, SegmentedControl, Tooltip } from '@mantine/core';
import { IconTable, IconZoomReset } from '@tabler/icons-react';
import { SaveMenu } from '../../../charts/save-menu.tsx';
import { SmoothingSlider } from '../../../charts/smoothing-slider.tsx';
import { useFollowedRun } from '../live/use-run-parts.ts';
import { groupedKeys } from './curve-choice.ts';
import { type CurvePicture, curveOption } from './curve-option.ts';
import { curveCsv } from './curve-table.ts';
import classes from './curves-panel.module.css';
import type { CurveView } from './curves-panel.tsx';

export interface CurveToolsProps {
  view: CurveView;
  change: (part: Partial<CurveView>) => void;
  keys: readonly string[];
  chosen: readonly string[];
  picture: CurvePicture;
  zoomOf: () => CurvePicture['zoom'];
  zoomed: boolean;
  resetZoom: () => void;
  width: () => number | undefined;
}

export function CurveTools(props: CurveToolsProps) {
  const { view, change, chosen, picture, zoomOf, zoomed, resetZoom, width } = props;
  const { run } = useFollowedRun();
  return (
    <>
      <SmoothingSlider value={view.smoothing} onChange={(smoothing) => change({ smoothing })} />
      <SegmentedControl
        aria-label="Scale"
        data={[
          { value: 'linear', label: 'Linear' },
          { value: 'log', label: 'Log' },
        ]}
        value={view.log ? 'log' : 'linear'}
        onChange={(value) => change({ log: value === 'log' })}
      />
      <Tooltip label="Show all steps">
        <ActionIcon
          variant="default"
          aria-label="Reset zoom"
          {...(zoomed ? {} : { 'data-disabled': true })}
          onClick={resetZoom}
        >
          <IconZoomReset size={15} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={view.asTable ? 'Show as curves' : 'Show as a table'}>
        <ActionIcon
          variant="default"
          aria-label="Show as a table"
          aria-pressed={view.asTable}
          onClick={() => change({ asTable: !view.asTable })}
        >
          <IconTable size={15} />
        </ActionIcon>
      </Tooltip>
      <MetricChoice {...props} />
      <SaveMenu
        title={`run ${run.number} curves`}
        picture={() => ({ option: curveOption({ ...picture, zoom: zoomOf(), forFile: true }), width: width() })}
        csv={() => curveCsv(picture.stepWord, chosen, picture.curves)}
      >
        <Menu.Item component="a" href={`/api/v1/runs/${run.number}/history.json`} download>
          Every point (JSON)
        </Menu.Item>
      </SaveMenu>
    </>
  );
}

function MetricChoice({ keys, chosen, change }: CurveToolsProps) {
  const groups = groupedKeys(keys);
  if (keys.length === 0) return null;
  const toggle = (key: string, on: boolean) => {
    change({ chosen: on ? [...chosen, key] : chosen.filter((one) => one !== key) });
  };
  return (
    <Popover position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default">Metrics</Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.choice ?? ''} aria-label="Metrics to draw">
        {groups.map(({ name, metrics }) => (
          <fieldset key={name} className={classes.group}>
            <legend title={name}>
              <bdi>{name.replaceAll('_', ' ')}</bdi>
            </legend>
            {metrics.map((metric) => (
              <Checkbox
                key={metric.key}
                label={metric.group ?? 'value'}
                aria-label={metric.label}
                checked={chosen.includes(metric.key)}
                onChange={(event) => toggle(metric.key, event.currentTarget.checked)}
              />
            ))}
          </fieldset>
        ))}
        <Button variant="default" fullWidth onClick={() => change({ chosen: null })}>
          As at first
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
