import { serviceAccount } from '@trainyard/contracts';

const shortest = 6;
const mask = '•••';

/** Everything of a key that must not be read anywhere: the text itself, and of a service account what it holds. */
function partsOf(key: string): string[] {
  const account = parsed(key);
  const parts = account === null ? [key] : [key, account.private_key, ...account.private_key.split('\n')];
  return parts.filter((part) => part.length >= shortest).sort((a, b) => b.length - a.length);
}

function parsed(key: string): { private_key: string } | null {
  try {
    const read = serviceAccount.safeParse(JSON.parse(key));
    return read.success ? read.data : null;
  } catch {
    return null; // an ordinary key
  }
}

const longestWords = 500;

/** A provider's own words without the key, which some repeat in their refusals, in one line of bearable length. */
export function scrubbed(words: string, key: string | null): string {
  const clean = (key === null ? [] : partsOf(key)).reduce((text, part) => text.replaceAll(part, mask), words);
  const line = clean
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .toWellFormed();
  return line.length <= longestWords ? line : `${line.slice(0, longestWords - 1).toWellFormed()}…`;
}
