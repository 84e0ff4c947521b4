import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];
export type Paint = (text: string) => string;

/** Colors by meaning; nothing is said by color alone. */
export interface Ink {
  bold: Paint;
  dim: Paint;
  good: Paint;
  bad: Paint;
  warn: Paint;
  accent: Paint;
}

export function inkFor(color: boolean): Ink {
  const paint = (format: Format): Paint =>
    color ? (text) => (text === '' ? text : styleText(format, text, { validateStream: false })) : (text) => text;
  return {
    bold: paint('bold'),
    dim: paint('dim'),
    good: paint('green'),
    bad: paint('red'),
    warn: paint('yellow'),
    accent: paint('cyan'),
  };
}
