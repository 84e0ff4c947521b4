/** An invisible place where a line may break. */
const place = '\u200b';
const joining = /^[/_.,:;=&?@#+|-]$/;

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
      const next = letters[i + 1]?.segment;
      const joins = since > 4 && joining.test(segment);
      // A mark that comes next is the better place.
      const full = since >= longest && !(next !== undefined && joining.test(next));
      if (next !== undefined && (joins || full)) {
        out += place;
        since = 0;
      }
    });
    return out;
  });
}
