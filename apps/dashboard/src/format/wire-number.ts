/** A number as JSON carries it, with NaN and the infinities as words; of contracts, without its schemas. */
export function fromWire(value: number | string): number {
  return typeof value === 'number' ? value : Number(value);
}
