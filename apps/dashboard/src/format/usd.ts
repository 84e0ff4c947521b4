const least = 0.000001;

/** `$12.35`, `$0.0024`, `unknown`: sums for single calls are small, so below a dollar digits count and not cents. */
export function formatUsd(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return 'unknown';
  if (value === 0) return '$0';
  if (value > 0 && value < least) return `under $${least.toFixed(6)}`;
  const digits = value >= 1 ? 2 : Math.min(6, Math.max(2, 2 - Math.floor(Math.log10(value))));
  const [whole = '', part = ''] = value.toFixed(digits).split('.');
  const grouped = whole.length < 5 ? whole : whole.replace(/\B(?=(\d{3})+$)/g, '\u202f');
  const kept = value >= 1 ? part : part.replace(/0+$/, '').padEnd(2, '0');
  return `$${grouped}.${kept}`;
}
