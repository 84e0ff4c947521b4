import { sparklinePath } from './sparkline-path.ts';

/** A small line without axes, beside a figure that says it in digits. */
export function Sparkline({
  values,
  low,
  high,
  className,
}: {
  values: readonly number[];
  low?: number;
  high?: number;
  className?: string | undefined;
}) {
  const path = sparklinePath(values, { width: 100, height: 24, low, high });
  if (path === null) return null;
  return (
    <svg className={className} viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <path d={path} fill="none" stroke="var(--accent)" strokeWidth="1.3" vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
