/** What a spreadsheet would take for a formula: a name that somebody chose must not act in another's program. */
const formula = /^[=+\-@\t\r]/;

/** Text of a CSV cell, quoted where it has to be; a leading formula sign is disarmed by an apostrophe. */
export function textCell(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A number as it is, negative ones included; nothing where there is none. */
export function numberCell(value: number | string | null | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}

const aNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A parameter: a number where its text is one, else text. */
export function valueCell(text: string | undefined): string {
  if (text === undefined) return '';
  return aNumber.test(text) ? text : textCell(text);
}
