/** What the expected texts of the feedback part look like, so that an edit can ask for it. */
export interface ExpectedShape {
  /** The few texts that answers are chosen from, in the order of the alphabet; empty where answers are free. */
  labels: string[];
  /** Words of the longest. */
  words: number;
  json: boolean;
  number: boolean;
  lowercase: boolean;
}

const mostLabels = 12;

export function shapeOfExpected(expected: readonly string[]): ExpectedShape {
  const texts = expected.map((text) => text.trim()).filter((text) => text !== '');
  const distinct = [...new Set(texts)].sort();
  const words = Math.max(0, ...texts.map((text) => text.split(/\s+/).length));
  const repeated = distinct.length <= mostLabels && texts.length >= 2 * distinct.length;
  return {
    labels: repeated && words <= 4 ? distinct : [],
    words,
    json: texts.length > 0 && texts.every((text) => /^[[{][\s\S]*[\]}]$/.test(text)),
    number: texts.length > 0 && texts.every((text) => /^[-+]?[\d.,]+$/.test(text)),
    lowercase: texts.length > 0 && texts.every((text) => text === text.toLowerCase()),
  };
}

/** "a, b or c" */
export function listed(labels: readonly string[]): string {
  const last = labels.at(-1) ?? '';
  return labels.length < 2 ? last : `${labels.slice(0, -1).join(', ')} or ${last}`;
}
