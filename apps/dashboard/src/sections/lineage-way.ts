import type { PartView, VersionView } from '@trainyard/sections';
import type { PromptTexts } from '../prompt-diff/use-prompt-diff.ts';

/** What is shown before anybody has chosen: the one that was delivered, else the last that was kept, else the first. */
export function shownFirst(versions: readonly VersionView[]): VersionView | undefined {
  return (
    versions.find(({ status }) => status === 'delivered') ??
    versions.findLast(({ status }) => status === 'kept') ??
    versions[0]
  );
}

/** From the first version to this one, each made from the one before it; versions may be their own ancestors. */
export function wayTo(versions: readonly VersionView[], last: VersionView): VersionView[] {
  const way: VersionView[] = [];
  const byId = new Map(versions.map((version) => [version.id, version]));
  for (let at: VersionView | undefined = last; at !== undefined && !way.includes(at); at = parentOf(byId, at)) {
    way.unshift(at);
  }
  return way;
}

function parentOf(byId: ReadonlyMap<string, VersionView>, { parent }: VersionView): VersionView | undefined {
  return parent === null ? undefined : byId.get(parent);
}

const named = { system: ['System', 'Prompt', 'Instruction', 'Text'], output: ['Output'] };

/** The parts of a version as the texts that a comparison takes. */
export function textsOf(parts: readonly PartView[]): PromptTexts {
  const joined = (titles: readonly string[]): string =>
    parts.flatMap(({ title, text }) => (titles.includes(title) ? [text] : [])).join('\n\n');
  return {
    system: joined(named.system),
    output: joined(named.output),
    examples: parts.flatMap(({ title, text }) => {
      if (!title.startsWith('Example ')) return [];
      const [input = '', ...output] = text.split('\n→ ');
      return [{ input, output: output.join('\n→ ') }];
    }),
  };
}
