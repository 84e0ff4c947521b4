/** Which characters a TrueType font can draw, from its `cmap` table (formats 4 and 12 of the OpenType specification). */
export class FontCoverage {
  readonly #ranges: [from: number, to: number][] = [];

  constructor(font: Buffer) {
    const cmap = tableAt(font, 'cmap');
    if (cmap === null) return;
    const count = font.readUInt16BE(cmap + 2);
    for (let i = 0; i < count; i += 1) {
      const at = cmap + font.readUInt32BE(cmap + 4 + i * 8 + 4);
      const format = font.readUInt16BE(at);
      if (format === 12) this.#readGroups(font, at);
      if (format === 4) this.#readSegments(font, at);
    }
  }

  #readGroups(font: Buffer, at: number): void {
    const groups = font.readUInt32BE(at + 12);
    for (let i = 0; i < groups; i += 1) {
      const group = at + 16 + i * 12;
      this.#ranges.push([font.readUInt32BE(group), font.readUInt32BE(group + 4)]);
    }
  }

  #readSegments(font: Buffer, at: number): void {
    const bytes = font.readUInt16BE(at + 6);
    for (let i = 0; i < bytes; i += 2) {
      const to = font.readUInt16BE(at + 14 + i);
      const from = font.readUInt16BE(at + 16 + bytes + i);
      if (from !== 0xffff) this.#ranges.push([from, to]);
    }
  }

  has(character: string): boolean {
    const code = character.codePointAt(0) ?? 0;
    return this.#ranges.some(([from, to]) => code >= from && code <= to);
  }
}

function tableAt(font: Buffer, wanted: string): number | null {
  const count = font.readUInt16BE(4);
  for (let i = 0; i < count; i += 1) {
    const record = 12 + i * 16;
    if (font.toString('latin1', record, record + 4) === wanted) return font.readUInt32BE(record + 8);
  }
  return null;
}
