/**
 * The Porter stemmer (M. F. Porter, "An algorithm for suffix stripping", Program 14, 1980) with the extensions that NLTK has
 * made usual and that rouge-score uses: a short list of irregular words, `ies` of four letters, `y` after a consonant, `bli`,
 * `fulli`, `logi`, and two-letter stems such as `ow` keep their `e`. The rules are tables, in the paper's order.
 */
const irregular = new Map(
  Object.entries({
    sky: ['sky', 'skies'],
    die: ['dying'],
    lie: ['lying'],
    tie: ['tying'],
    news: ['news'],
    inning: ['innings', 'inning'],
    outing: ['outings', 'outing'],
    canning: ['cannings', 'canning'],
    howe: ['howe'],
    proceed: ['proceed'],
    exceed: ['exceed'],
    succeed: ['succeed'],
  }).flatMap(([stem, words]) => words.map((word) => [word, stem] as const)),
);

function isConsonant(word: string, i: number): boolean {
  // A `y` is a consonant at the start and after a vowel; a run of them alternates.
  let ys = 0;
  while (i - ys >= 0 && word[i - ys] === 'y') ys += 1;
  if (ys === 0) return !'aeiou'.includes(word[i] ?? '');
  const before = i - ys < 0 ? false : !'aeiou'.includes(word[i - ys] ?? '');
  return ys % 2 === 1 ? !before : before;
}

/** How often a vowel is followed by a consonant: m of [C](VC)^m[V]. */
function measure(stem: string): number {
  let m = 0;
  for (let i = 1; i < stem.length; i += 1) if (isConsonant(stem, i) && !isConsonant(stem, i - 1)) m += 1;
  return m;
}

function hasVowel(stem: string): boolean {
  for (let i = 0; i < stem.length; i += 1) if (!isConsonant(stem, i)) return true;
  return false;
}

function endsDouble(word: string): boolean {
  const n = word.length;
  return n >= 2 && word[n - 1] === word[n - 2] && isConsonant(word, n - 1);
}

function endsShort(word: string): boolean {
  const n = word.length;
  if (n === 2) return !isConsonant(word, 0) && isConsonant(word, 1);
  return (
    n >= 3 &&
    isConsonant(word, n - 3) &&
    !isConsonant(word, n - 2) &&
    isConsonant(word, n - 1) &&
    !'wxy'.includes(word[n - 1] ?? '')
  );
}

type Rule = readonly [suffix: string, replacement: string, holds?: (stem: string, word: string) => boolean];

/** The first suffix that fits decides, whether or not its condition holds. */
function apply(word: string, rules: readonly Rule[]): string {
  for (const [suffix, replacement, holds] of rules) {
    if (!word.endsWith(suffix)) continue;
    const stem = word.slice(0, word.length - suffix.length);
    return holds === undefined || holds(stem, word) ? stem + replacement : word;
  }
  return word;
}

const positive = (stem: string): boolean => measure(stem) > 0;
const long = (stem: string): boolean => measure(stem) > 1;
const pairs = (text: string, holds: (stem: string) => boolean): Rule[] => {
  return text.split(' ').map((pair) => {
    const [suffix = '', replacement = ''] = pair.split('>');
    return [suffix, replacement, holds];
  });
};

const plurals: Rule[] = [
  ['sses', 'ss'],
  ['ies', 'i'],
  ['ss', 'ss'],
  ['s', ''],
];
const mended: Rule[] = [
  ['at', 'ate'],
  ['bl', 'ble'],
  ['iz', 'ize'],
];
const doubleSuffixes: Rule[] = [
  ...pairs('ational>ate tional>tion enci>ence anci>ance izer>ize bli>ble alli>al entli>ent eli>e ousli>ous', positive),
  ...pairs('ization>ize ation>ate ator>ate alism>al iveness>ive fulness>ful ousness>ous', positive),
  ...pairs('aliti>al iviti>ive biliti>ble fulli>ful', positive),
  ['logi', 'log', (_stem, word) => positive(word.slice(0, -3))],
];
const thirdSuffixes: Rule[] = pairs('icate>ic ative> alize>al iciti>ic ical>ic ful> ness>', positive);
const lastSuffixes: Rule[] = [
  ...pairs('al> ance> ence> er> ic> able> ible> ant> ement> ment> ent>', long),
  ['ion', '', (stem) => long(stem) && /[st]$/.test(stem)],
  ...pairs('ou> ism> ate> iti> ous> ive> ize>', long),
];

function withoutPastAndPresent(word: string): string {
  if (word.endsWith('ied')) return word.slice(0, -3) + (word.length === 4 ? 'ie' : 'i');
  if (word.endsWith('eed')) return apply(word, [['eed', 'ee', positive]]);
  const suffix = ['ed', 'ing'].find((one) => word.endsWith(one) && hasVowel(word.slice(0, -one.length)));
  if (suffix === undefined) return word;
  const stem = word.slice(0, -suffix.length);
  const mend = apply(stem, mended);
  if (mend !== stem) return mend;
  if (endsDouble(stem)) return /[lsz]$/.test(stem) ? stem : stem.slice(0, -1);
  return measure(stem) === 1 && endsShort(stem) ? `${stem}e` : stem;
}

function doubled(word: string): string {
  if (word.endsWith('alli') && positive(word.slice(0, -4))) return doubled(word.slice(0, -2));
  return apply(word, doubleSuffixes);
}

function withoutE(word: string): string {
  if (!word.endsWith('e')) return word;
  const stem = word.slice(0, -1);
  const m = measure(stem);
  return m > 1 || (m === 1 && !endsShort(stem)) ? stem : word;
}

/** Of a word in lower case. */
export function porterStem(word: string): string {
  const known = irregular.get(word);
  if (known !== undefined) return known;
  if (word.length <= 2) return word;
  let stem = word.endsWith('ies') && word.length === 4 ? word.slice(0, -1) : apply(word, plurals);
  stem = withoutPastAndPresent(stem);
  stem = apply(stem, [['y', 'i', (before) => before.length > 1 && isConsonant(before, before.length - 1)]]);
  stem = doubled(stem);
  stem = apply(stem, thirdSuffixes);
  stem = apply(stem, lastSuffixes);
  stem = withoutE(stem);
  return apply(stem, [['ll', 'l', (_stem, whole) => long(whole.slice(0, -1))]]);
}
