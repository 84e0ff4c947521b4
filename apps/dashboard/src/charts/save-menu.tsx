import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { toastProblem } from '../api/use-action.ts';
import { chartPng, chartSvg } from './chart-picture.ts';
import { fileName, saveFile } from './save-file.ts';

export interface SaveMenuProps {
  /** Of the files. */
  title: string;
  /** Made when it is asked for, as the curves are then. */
  picture: () => { option: Readonly<Record<string, unknown>>; width: number | undefined };
  csv: () => string;
  /** More items. */
  children?: ReactNode;
}

const leastWidth = 640;
const usualWidth = 900;
const height = 420;

/** Curves to take along: as a picture, as vectors, as figures. */
export function SaveMenu({ title, picture, csv, children }: SaveMenuProps) {
  async function save(kind: 'png' | 'svg'): Promise<void> {
    try {
      const { option, width = usualWidth } = picture();
      const spec = { option, width: Math.max(leastWidth, width), height };
      saveFile(await (kind === 'png' ? chartPng(spec) : chartSvg(spec)), fileName(title, kind));
    } catch (error) {
      toastProblem(error);
    }
  }
  const saveCsv = () => saveFile(new Blob([csv()], { type: 'text/csv' }), fileName(title, 'csv'));
  return (
    <Menu>
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={15} aria-hidden />}>
          Save
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void save('png')}>Picture (PNG)</Menu.Item>
        <Menu.Item onClick={() => void save('svg')}>Vectors (SVG)</Menu.Item>
        <Menu.Item onClick={saveCsv}>These curves (CSV)</Menu.Item>
        {children}
      </Menu.Dropdown>
    </Menu>
  );
}
