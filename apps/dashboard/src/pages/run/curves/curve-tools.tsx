import { ActionIcon, Button, Checkbox, Menu, Popover, SegmentedControl, Slider, Tooltip } from '@mantine/core';
import { IconDownload, IconTable, IconZoomReset } from '@tabler/icons-react';
import { useId } from 'react';
import { toastProblem } from '../../../api/use-action.ts';
import { saveFile } from '../../../charts/save-file.ts';
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
  name: string;
  zoomed: boolean;
  resetZoom: () => void;
  width: () => number;
}

export function CurveTools(props: CurveToolsProps) {
  const { view, change, zoomed, resetZoom } = props;
  const smoothing = useId();
  return (
    <>
      <span className={classes.smoothing}>
        <span id={smoothing}>Smoothing</span>
        <Slider
          w={84}
          size="sm"
          min={0}
          max={0.98}
          step={0.02}
          label={null}
          value={view.smoothing}
          onChange={(value) => change({ smoothing: value })}
          thumbProps={{ 'aria-labelledby': smoothing }}
        />
      </span>
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
      <SaveMenu {...props} />
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

const pictureHeight = 420;

function SaveMenu({ picture, zoomOf, chosen, name, width }: CurveToolsProps) {
  const { run } = useFollowedRun();
  async function save(kind: 'png' | 'svg'): Promise<void> {
    try {
      const { chartPng, chartSvg } = await import('../../../charts/chart-picture.ts');
      const spec = {
        option: curveOption({ ...picture, zoom: zoomOf(), forFile: true }),
        width: Math.max(640, width()),
        height: pictureHeight,
      };
      saveFile(await (kind === 'png' ? chartPng(spec) : chartSvg(spec)), `${name}.${kind}`);
    } catch (error) {
      toastProblem(error);
    }
  }
  const csv = () =>
    saveFile(new Blob([curveCsv(picture.stepWord, chosen, picture.curves)], { type: 'text/csv' }), `${name}.csv`);
  return (
    <Menu>
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={15} />}>
          Save
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void save('png')}>Picture (PNG)</Menu.Item>
        <Menu.Item onClick={() => void save('svg')}>Vectors (SVG)</Menu.Item>
        <Menu.Item onClick={csv}>These curves (CSV)</Menu.Item>
        <Menu.Item component="a" href={`/api/v1/runs/${run.number}/history.json`} download>
          Every point (JSON)
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
