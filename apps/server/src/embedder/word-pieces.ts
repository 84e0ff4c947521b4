/** Longer words are unknown, as in the reference. */
const longestWord = 100;

const control = /^[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Cs}]$/u;
const blank = /^[\t\n\r\p{Zs}\u2028\u2029]$/u;
const punctuation = /^[!-/:-@[-`{-~\p{P}]$/u;

function isIdeograph(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return (
    (code >= 0x4e00 && code <= 0x9fff) ||
    (code >= 0x3400 && code <= 0x4dbf) ||
    (code >= 0x20000 && code <= 0x2a6df) ||
    (code >= 0x2a700 && code <= 0x2ceaf) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0x2f800 && code <= 0x2fa1f)
  );
}

/** Lower case without accents, split at blanks; each punctuation mark and ideograph is a word of its own. */
function wordsOf(text: string): string[] {
  const plain = text
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase();
  const words: string[] = [];
  let open = '';
  const close = (): void => {
    if (open !== '') words.push(open);
    open = '';
  };
  for (const character of plain) {
    if (blank.test(character)) close();
    else if (character === '\ufffd' || control.test(character)) continue;
    else if (punctuation.test(character) || isIdeograph(character)) {
      close();
      words.push(character);
    } else open += character;
  }
  close();
  return words;
}

/** WordPiece (the tokenizer of BERT, uncased): the longest piece that fits, from left to right. */
export class WordPieces {
  readonly #ids: ReadonlyMap<string, number>;

  constructor(vocabulary: Readonly<Record<string, number>>) {
    this.#ids = new Map(Object.entries(vocabulary));
  }

  #id(piece: string): number {
    const id = this.#ids.get(piece);
    if (id === undefined) throw new Error(`the vocabulary has no ${piece}`);
    return id;
  }

  #pieces(word: string): number[] {
    const characters = Array.from(word);
    if (characters.length > longestWord) return [this.#id('[UNK]')];
    const found: number[] = [];
    for (let from = 0; from < characters.length; ) {
      let to = characters.length;
      let id: number | undefined;
      for (; to > from; to -= 1) {
        const piece = characters.slice(from, to).join('');
        id = this.#ids.get(from === 0 ? piece : `##${piece}`);
        if (id !== undefined) break;
      }
      if (id === undefined) return [this.#id('[UNK]')];
      found.push(id);
      from = to;
    }
    return found;
  }

  /** At most `most`, the marks of begin and end among them. */
  encode(text: string, most: number): number[] {
    const ids: number[] = [];
    for (const word of wordsOf(text)) {
      if (ids.length >= most - 2) break;
      ids.push(...this.#pieces(word));
    }
    return [this.#id('[CLS]'), ...ids.slice(0, most - 2), this.#id('[SEP]')];
  }
}
