import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconDownload, IconTable, IconTimeline } from '@tabler/icons-react';
import type { ChartView, TableView } from '@trainyard/sections';
import { type ReactNode, useId, useRef, useState } from 'react';
import { Chart, type ChartHandle } from '../charts/chart.tsx';
import { chartPng, chartSvg } from '../charts/chart-picture.ts';
import { fileName, saveFile } from '../charts/save-file.ts';
import { tableCsv } from '../charts/table-csv.ts';
import { toast } from '../components/toast-store.ts';
import classes from './chart-figure.module.css';
import { SectionTable } from './section-table.tsx';

export interface ChartFigureProps {
  title: string;
  chart: ChartView;
  table: TableView | undefined;
  /** What else the picture was made from: to take along only. */
  moreTables?: readonly TableView[] | undefined;
  /** In place of the chart of the library: a canvas, told by the element whose id it is given. */
  children?: ((describedBy: string) => ReactNode) | undefined;
}

const savedWidth = 900;

/** A picture with its sentence, its table and ways to take both along. */
export function ChartFigure({ title, chart, table, moreTables = [], children }: ChartFigureProps) {
  const [asTable, setAsTable] = useState(false);
  const handle = useRef<ChartHandle>(null);
  const words = useId();

  async function save(kind: 'png' | 'svg'): Promise<void> {
    try {
      const width = handle.current?.width() || savedWidth;
      const picture = { option: chart.option, width, height: chart.height };
      saveFile(await (kind === 'png' ? chartPng(picture) : chartSvg(picture)), fileName(title, kind));
    } catch {
      toast({ tone: 'bad', title: 'The picture could not be made.', lines: ['Reload the page and try again.'] });
    }
  }
  const saveTable = (one: TableView, name: string): void =>
    saveFile(new Blob([tableCsv(one)], { type: 'text/csv' }), fileName(name, 'csv'));
  const toggle = asTable ? 'View as chart' : 'View as table';
  return (
    <figure className={classes.figure}>
      <div className={classes.line}>
        <figcaption id={words} className={classes.sentence}>
          {chart.sentence}
        </figcaption>
        <div className={classes.tools}>
          {table && (
            <Tooltip label={toggle}>
              <ActionIcon aria-label={`${toggle}: ${title}`} onClick={() => setAsTable(!asTable)}>
                {asTable ? <IconTimeline size={16} /> : <IconTable size={16} />}
              </ActionIcon>
            </Tooltip>
          )}
          <Menu>
            <Menu.Target>
              <ActionIcon aria-label={`Download ${title}`}>
                <IconDownload size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => void save('png')}>Picture (PNG)</Menu.Item>
              <Menu.Item onClick={() => void save('svg')}>Vectors (SVG)</Menu.Item>
              {table && <Menu.Item onClick={() => saveTable(table, title)}>Table (CSV)</Menu.Item>}
              {moreTables.map((one) => (
                <Menu.Item key={one.id} onClick={() => saveTable(one, `${title} ${one.caption}`)}>
                  {one.caption} (CSV)
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </div>
      </div>
      {asTable && table ? (
        <div className={classes.table}>
          <SectionTable table={table} />
        </div>
      ) : children ? (
        children(words)
      ) : (
        <Chart ref={handle} option={chart.option} describedBy={words} height={chart.height} />
      )}
    </figure>
  );
}
