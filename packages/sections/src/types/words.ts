import type { SectionOf } from '@trainyard/contracts';
import { parseMarkdown } from '../markdown.ts';
import { formatCount, plural } from '../number.ts';
import type { Body } from '../view.ts';

export function text(data: SectionOf<'text'>['data']): Body {
  const prose = parseMarkdown(data.markdown);
  if (prose.length === 0) return { sentence: 'The text is empty.' };
  const words = data.markdown.split(/\s+/).filter(Boolean).length;
  return { sentence: `A text of ${plural(words, 'word')}.`, prose };
}

export function prompt(data: SectionOf<'prompt'>['data']): Body {
  const parts = [
    { title: 'System', text: data.system },
    { title: 'Output', text: data.output },
  ].filter((part) => part.text.trim() !== '');
  const lengths = parts.map((part) => `${part.title.toLowerCase()} ${formatCount(part.text.length)} characters`);
  return {
    sentence: parts.length === 0 ? 'The prompt is empty.' : `A prompt: ${lengths.join(', ')}.`,
    parts,
  };
}
