import type { Prompt, PromptVersion, PromptVersionLine } from '@trainyard/contracts';
import { type DiffStretch, diffPrompts } from '@trainyard/prompts/text-diff';
import type { Look } from './live-view.ts';
import { factsText, tableText } from './table.ts';
import { agoText, countText, wrapped } from './words.ts';

function madeBy({ run, origin, owner }: PromptVersionLine): string {
  if (run !== null) return `run ${run.number}`;
  return origin === 'human' ? owner.name : `${origin}, ${owner.name}`;
}

function versionTable(versions: readonly PromptVersionLine[], now: number, look: Look): string {
  return tableText(
    [
      { title: 'version' },
      { title: 'from' },
      { title: 'edit', wrap: true },
      { title: 'why', wrap: true },
      { title: 'words', right: true },
      { title: 'by', wrap: true },
      { title: 'made' },
    ],
    versions.map((one) => [
      `@${one.version}${one.current ? ' current' : ''}`,
      one.parents.map((parent) => `@${parent}`).join(', '),
      one.action ?? '',
      one.why,
      String(one.words),
      madeBy(one),
      agoText(one.created_at, now),
    ]),
    look,
  );
}

/** A version whole, and the list of all. */
export function promptCard(
  prompt: Prompt,
  version: PromptVersion,
  versions: readonly PromptVersionLine[],
  now: number,
  look: Look,
): string {
  const { ink } = look;
  const part = (title: string, text: string): string[] =>
    text === '' ? [] : [`${ink.dim(title)}\n${wrapped(text, look.columns)}`];
  const blocks = [
    `${ink.bold(`${prompt.name}@${version.version}`)}${version.current ? '' : `  ${ink.warn(`[not current: @${prompt.current.version} is]`)}`}`,
    ...(prompt.description === '' ? [] : [wrapped(prompt.description, look.columns)]),
    ...part('system', version.system),
    ...part('output', version.output),
    ...version.examples.flatMap(({ input, output }, i) => part(`example ${i + 1}`, `${input}\n→ ${output}`)),
    factsText(
      [
        ['placeholders', version.placeholders.map((name) => `{{${name}}}`).join(', ') || null],
        ['made', `${agoText(version.created_at, now)} by ${madeBy(version)}`],
        ['why', version.why || null],
      ],
      look,
    ),
  ];
  if (versions.length > 1) blocks.push(versionTable(versions, now, look));
  return blocks.join('\n\n');
}

export function promptList(prompts: readonly Prompt[], now: number, look: Look): string {
  return tableText(
    [
      { title: 'prompt', wrap: true },
      { title: 'current' },
      { title: 'words', right: true },
      { title: 'placeholders', wrap: true },
      { title: 'for', wrap: true },
      { title: 'changed' },
    ],
    prompts.map(({ name, current, versions, description }) => [
      name,
      `@${current.version}${versions > 1 ? ` of ${versions}` : ''}`,
      String(current.words),
      current.placeholders.map((one) => `{{${one}}}`).join(', '),
      description,
      agoText(current.created_at, now),
    ]),
    look,
  );
}

/** Changed words in brackets, as wdiff writes them, so that nothing is told by color alone. */
function diffText(stretches: readonly DiffStretch[], { ink }: Look): string {
  return stretches
    .map(({ kind, text }) => {
      if (kind === 'removed') return ink.bad(`[-${text}-]`);
      return kind === 'added' ? ink.good(`{+${text}+}`) : text;
    })
    .join('');
}

/** What the newer version changed, part by part; parts that are alike are left out. */
export function promptDiffText(before: PromptVersion, after: PromptVersion, look: Look): string {
  const { system, output, examples } = diffPrompts(before, after);
  const changed = (stretches: readonly DiffStretch[]): boolean => stretches.some(({ kind }) => kind !== 'same');
  const parts: [string, string][] = [];
  if (changed(system)) parts.push(['system', diffText(system, look)]);
  if (changed(output)) parts.push(['output', diffText(output, look)]);
  for (const [i, example] of examples.entries()) {
    if (changed(example.input) || changed(example.output))
      parts.push([`example ${i + 1}`, `${diffText(example.input, look)}\n→ ${diffText(example.output, look)}`]);
  }
  const title = look.ink.bold(`${before.name}@${before.version} → @${after.version}`);
  if (parts.length === 0) return `${title}\n\nThey are the same, to the character.`;
  const words = after.words - before.words;
  const size = words === 0 ? 'as many words' : `${countText(Math.abs(words), 'word')} ${words > 0 ? 'more' : 'fewer'}`;
  return [`${title}  ${look.ink.dim(size)}`, ...parts.map(([name, text]) => `${look.ink.dim(name)}\n${text}`)].join(
    '\n\n',
  );
}
