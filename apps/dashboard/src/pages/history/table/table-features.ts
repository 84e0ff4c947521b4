import {
  columnResizingFeature,
  columnSizingFeature,
  createColumnHelper,
  rowSelectionFeature,
  tableFeatures,
} from '@tanstack/react-table';
import type { Run } from '@trainyard/contracts';
import { narrowest, widest } from '../columns/column.ts';
import type { ShownColumn } from '../columns/column-list.ts';

/** Rows come filtered, sorted and cut from the server: the table keeps widths and the selection only. */
export const features = tableFeatures({ columnSizingFeature, columnResizingFeature, rowSelectionFeature });

const helper = createColumnHelper<typeof features, Run>();

export function definitionsOf(columns: readonly ShownColumn[]) {
  return helper.columns(
    columns.map(({ id, title, size }) =>
      helper.display({ id, header: title, size, minSize: narrowest, maxSize: widest }),
    ),
  );
}

export const rowId = (run: Run): string => String(run.number);
