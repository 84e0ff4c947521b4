/** Columns that say a speed by their name, as trainers know them (`trainyard_lib.orders`), and turns a second in one of its unit. */
const speedColumns: readonly (readonly [name: string, perUnit: number])[] = [
  ['speed_hz', 1],
  ['shaft_hz', 1],
  ['rotation_hz', 1],
  ['speed_rpm', 1 / 60],
  ['rpm', 1 / 60],
];

/** Oil whirl runs a little below half the shaft's speed. */
const orders = [
  { label: '0.43X', order: 0.43 },
  { label: '1X', order: 1 },
  { label: '2X', order: 2 },
] as const;

/** Where the orders of the shaft lie in a recording's spectrum, in Hz; none where no column says its speed. */
export function orderMarks(columns: Readonly<Record<string, string>>): { x: number; label: string }[] {
  for (const [name, perUnit] of speedColumns) {
    const said = columns[name];
    if (said === undefined) continue;
    const turns = said.trim() === '' ? Number.NaN : Number(said) * perUnit;
    return turns > 0 && Number.isFinite(turns) ? orders.map(({ label, order }) => ({ label, x: order * turns })) : [];
  }
  return [];
}
