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

/** Each run of characters that cannot be drawn becomes one □; the table beside a picture has the whole name. */
export function drawableText(text: string): string {
  if (/^[\x20-\x7e\n]*$/.test(text)) return text;
  let out = '';
  let missing = false;
  for (const character of text) {
    const drawable = character === '\n' || isDrawable(character);
    if (drawable) out += character;
    else if (!missing && !/\p{M}|\p{Cf}|[\ufe0f]/u.test(character)) out += '□';
    missing = !drawable;
  }
  return out;
}
