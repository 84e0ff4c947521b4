/** An invisible place where a line may break. */
const place = '\u200b';
const longest = 18;

/** Words longer than a column of a table get places to break: after a mark that joins, or after so many letters. */
export function breakable(text: string): string {
  if (text.length <= longest) return text;
  return text.replace(/\S{19,}/gu, (word) => {
    let out = '';
    let since = 0;
    const letters = [...new Intl.Segmenter('en').segment(word)];
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
