import type { MatrixCell } from '../../../sections/matrix-table.tsx';

interface CellSearch {
  truth?: string | undefined;
  prediction?: string | undefined;
}

/** The cell of the confusion matrix that the address tells. */
export function cellOf({ truth, prediction }: CellSearch): MatrixCell | null {
  return truth === undefined || prediction === undefined ? null : { truth, prediction };
}

function sameCell(a: MatrixCell | null, b: MatrixCell | null): boolean {
  return a?.truth === b?.truth && a?.prediction === b?.prediction;
}

/** A click on the cell that is chosen already takes the choice back. */
export function cellSearch(clicked: MatrixCell | null, chosen: MatrixCell | null): Required<CellSearch> {
  if (clicked === null || sameCell(clicked, chosen)) return { truth: undefined, prediction: undefined };
  return { truth: clicked.truth, prediction: clicked.prediction };
}

export type PredictionsQuery = ReturnType<typeof predictionQuery>;

/** What the server is asked for: the samples of a cell, or every wrong one. */
export function predictionQuery(cell: MatrixCell | null, limit: number, cursor: string | undefined) {
  const page = { limit, ...(cursor === undefined ? {} : { cursor }) };
  return cell === null ? { ...page, errors: 'true' as const } : { ...page, ...cell };
}
