/** At the end, unless it is there already or there is no room. */
export function addedNumber(numbers: readonly number[], number: number, most: number): readonly number[] {
  return numbers.includes(number) || numbers.length >= most ? numbers : [...numbers, number];
}

export function withoutNumber(numbers: readonly number[], number: number): readonly number[] {
  return numbers.filter((one) => one !== number);
}

/** One place towards the front or the back; at an end it stays. */
export function movedNumber(numbers: readonly number[], number: number, by: -1 | 1): readonly number[] {
  const at = numbers.indexOf(number);
  const to = at + by;
  const other = numbers[to];
  if (at === -1 || other === undefined) return numbers;
  return numbers.map((one, i) => (i === at ? other : i === to ? number : one));
}
