/**
 * The part of Markdown that explanations need: headings, paragraphs, lists, quotes and code. It becomes data;
 * whoever shows it makes elements of it, so no markup of a trainer's is ever run.
 */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'strong' | 'emphasis'; inlines: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'link'; href: string; inlines: Inline[] };

export type Block =
  | { kind: 'heading'; level: 1 | 2 | 3; inlines: Inline[] }
  | { kind: 'paragraph' | 'quote'; inlines: Inline[] }
  | { kind: 'list'; ordered: boolean; items: Inline[][] }
  | { kind: 'code'; text: string }
  | { kind: 'rule' };

const item = /^\s{0,3}(?:([-*+])|(\d{1,9})[.)])\s+(.*)$/;
const heading = /^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$/;
const fence = /^\s{0,3}(```+|~~~+)/;
const rule = /^\s{0,3}([-*_])(?:\s*\1){2,}\s*$/;
const quote = /^\s{0,3}>\s?(.*)$/;

export function parseMarkdown(source: string): Block[] {
  const lines = source.replace(/\r\n?/g, '\n').split('\n');
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const flush = (): void => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', inlines: parseInline(paragraph.join(' ')) });
    paragraph = [];
  };
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const fenced = fence.exec(line)?.[1];
    if (fenced) {
      flush();
      const code: string[] = [];
      for (i++; i < lines.length && !(lines[i] ?? '').trim().startsWith(fenced); i++) code.push(lines[i] ?? '');
      blocks.push({ kind: 'code', text: code.join('\n') });
      continue;
    }
    const head = heading.exec(line);
    if (head) {
      flush();
      const level = Math.min(3, (head[1] ?? '').length) as 1 | 2 | 3;
      blocks.push({ kind: 'heading', level, inlines: parseInline(head[2] ?? '') });
    } else if (rule.test(line)) {
      flush();
      blocks.push({ kind: 'rule' });
    } else if (item.test(line)) {
      flush();
      i = readList(lines, i, blocks);
    } else if (quote.test(line)) {
      flush();
      const said: string[] = [];
      for (; i < lines.length && quote.test(lines[i] ?? ''); i++) said.push(quote.exec(lines[i] ?? '')?.[1] ?? '');
      i--;
      blocks.push({ kind: 'quote', inlines: parseInline(said.join(' ')) });
    } else if (line.trim() === '') {
      flush();
    } else {
      paragraph.push(line.trim());
    }
  }
  flush();
  return blocks;
}

/** Reads one list from line `at` on; answers with its last line. */
function readList(lines: readonly string[], at: number, blocks: Block[]): number {
  const ordered = item.exec(lines[at] ?? '')?.[2] !== undefined;
  const items: string[] = [];
  let i = at;
  for (; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const found = item.exec(line);
    if (found && (found[2] !== undefined) === ordered) items.push(found[3] ?? '');
    else if (!found && /^\s+\S/.test(line) && items.length > 0) items[items.length - 1] += ` ${line.trim()}`;
    else break;
  }
  blocks.push({ kind: 'list', ordered, items: items.map((text) => parseInline(text)) });
  return i - 1;
}

const marks: { open: string; kind: 'strong' | 'emphasis' }[] = [
  { open: '**', kind: 'strong' },
  { open: '__', kind: 'strong' },
  { open: '*', kind: 'emphasis' },
  { open: '_', kind: 'emphasis' },
];
const wordBefore = /[\p{L}\p{N}]$/u;

export function parseInline(source: string, depth = 0): Inline[] {
  const out: Inline[] = [];
  let text = '';
  const push = (inline: Inline): void => {
    if (text !== '') out.push({ kind: 'text', text });
    text = '';
    out.push(inline);
  };
  for (let i = 0; i < source.length; ) {
    const rest = source.slice(i);
    const found = depth < 6 ? inlineAt(rest, text, depth) : null;
    if (found) {
      push(found.inline);
      i += found.length;
    } else {
      const escaped = /^\\[\\`*_{}[\]()#+.!>-]/.test(rest);
      text += source[i + (escaped ? 1 : 0)] ?? '';
      i += escaped ? 2 : 1;
    }
  }
  if (text !== '') out.push({ kind: 'text', text });
  return out;
}

function inlineAt(rest: string, before: string, depth: number): { inline: Inline; length: number } | null {
  const code = /^(`+)(.+?)\1(?!`)/s.exec(rest);
  if (code) return { inline: { kind: 'code', text: (code[2] ?? '').trim() }, length: code[0].length };
  const link = /^\[([^\]\n]{1,500})\]\(([^\s()]{1,1000})\)/.exec(rest);
  if (link) {
    const href = safeHref(link[2] ?? '');
    const inlines = parseInline(link[1] ?? '', depth + 1);
    // A link to where no link may go stays as text, so that a reader sees what was there.
    return {
      inline: href === null ? { kind: 'text', text: link[0] } : { kind: 'link', href, inlines },
      length: link[0].length,
    };
  }
  for (const { open, kind } of marks) {
    if (!rest.startsWith(open) || /^\s/.test(rest.slice(open.length))) continue;
    if (open.startsWith('_') && wordBefore.test(before.slice(-1))) continue; // a name_with_underscores is no emphasis
    const end = closing(rest, open);
    if (end > 0) {
      return {
        inline: { kind, inlines: parseInline(rest.slice(open.length, end), depth + 1) },
        length: end + open.length,
      };
    }
  }
  return null;
}

/** How far the end of an emphasis is looked for: a page of asterisks must not take a minute. */
const farthest = 1000;

function closing(whole: string, open: string): number {
  const rest = whole.slice(0, farthest);
  for (let at = rest.indexOf(open, open.length + 1); at > 0; at = rest.indexOf(open, at + 1)) {
    const mark = open[0];
    // `***` ends the inner emphasis first; a single mark never ends on one of a pair.
    const longer = rest[at + open.length] === mark || (open.length === 1 && rest[at - 1] === mark);
    const insideWord =
      open.startsWith('_') && /^[\p{L}\p{N}]/u.test(rest.slice(at + open.length, at + open.length + 2));
    if (!longer && !insideWord && !/\s/.test(rest[at - 1] ?? '')) return at;
  }
  return -1;
}

function safeHref(href: string): string | null {
  return /^(https?:\/\/|mailto:)[^\s"'<>]+$/i.test(href) ? href : null;
}
