import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { FontCoverage } from './font-coverage.ts';

const require = createRequire(import.meta.url);
const inter = dirname(require.resolve('@expo-google-fonts/inter/package.json'));
const mono = dirname(require.resolve('@expo-google-fonts/jetbrains-mono/package.json'));

const interRegular = readFileSync(join(inter, '400Regular/Inter_400Regular.ttf'));

/** TrueType files that travel with the product: a report looks alike on every machine. */
export const fontFiles: readonly Buffer[] = [
  interRegular,
  readFileSync(join(inter, '400Regular_Italic/Inter_400Regular_Italic.ttf')),
  readFileSync(join(inter, '600SemiBold/Inter_600SemiBold.ttf')),
  readFileSync(join(mono, '400Regular/JetBrainsMono_400Regular.ttf')),
];

const coverage = new FontCoverage(interRegular);
const known = new Map<string, boolean>();

/** What Inter can draw. A picture has no other font to fall back to, and a missing glyph would be an empty box. */
function isDrawable(character: string): boolean {
  let drawable = known.get(character);
  if (drawable === undefined) {
    drawable = coverage.has(character);
    known.set(character, drawable);
  }
  return drawable;
}

/** What is printed in place of a character that no font can draw: which one it is. `[U+8A66]` */
export function codePointOf(character: string): string {
  return `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;
}

/** Joins others or stands above them; alone it is nothing to name. */
const companion = /\p{M}|\p{Cf}|\ufe0f/u;
/** A picture has little room: of a longer stretch only so many are named. */
const mostNamed = 2;

/** Characters that cannot be drawn are told by their code points, of long stretches the first; the table beside a picture has them all. */
export function drawableText(text: string): string {
  if (/^[\x20-\x7e\n]*$/.test(text)) return text;
  let out = '';
  let missing = 0;
  for (const character of text) {
    if (character === '\n' || isDrawable(character)) {
      out += character;
      missing = 0;
    } else if (!companion.test(character)) {
      missing += 1;
      if (missing <= mostNamed) out += codePointOf(character);
      else if (missing === mostNamed + 1) out += '…';
    }
  }
  return out;
}
