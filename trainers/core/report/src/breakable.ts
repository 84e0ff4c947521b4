/** An invisible place where a line may break. */
const place = '\u200b';

/**
 * Words longer than `longest` letters get places to break: after a mark that joins, or after so many letters. Shorter
 * ones stay as they are, so that what is copied from the page is what was printed.
 */
export function breakable(text: string, longest = 28): string {
  if (text.length <= longest) return text;
  return text.replace(/\S+/gu, (word) => {
    if (word.length <= longest) return word;
    const letters = [...new Intl.Segmenter('en').segment(word)];
    let out = '';
    let since = 0;
    letters.forEach(({ segment }, i) => {
      out += segment;
      since += 1;
      const joins = since > 4 && /[/_.,:;=&?@#+|-]/.test(segment);
      if (i < letters.length - 1 && (joins || since >= longest)) {
        out += place;
        since = 0;
      }
    });
    return out;
  });
}
