export interface SparklineBox {
  width: number;
  height: number;
  /** The ends of the scale; those of the values where they are not given. */
  low?: number | undefined;
  high?: number | undefined;
}

const margin = 1.5;

/** The path of a small line; null where there is nothing to draw. Gaps stay gaps. */
export function sparklinePath(values: readonly number[], box: SparklineBox): string | null {
  const finite = values.filter(Number.isFinite);
  if (finite.length < 2) return null;
  const low = box.low ?? Math.min(...finite);
  const high = Math.max(box.high ?? Math.max(...finite), low);
  const span = high - low;
  const step = box.width / (values.length - 1);
  const rows = box.height - 2 * margin;
  let pen = 'M';
  let path = '';
  values.forEach((value, i) => {
    if (!Number.isFinite(value)) {
      pen = 'M';
      return;
    }
    const share = span === 0 ? 0.5 : (value - low) / span;
    path += `${pen}${(i * step).toFixed(1)} ${(margin + rows * (1 - Math.min(1, Math.max(0, share)))).toFixed(1)}`;
    pen = 'L';
  });
  return path;
}
