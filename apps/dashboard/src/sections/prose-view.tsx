import type { Block, Inline } from '@trainyard/sections';
import { createElement, Fragment, type ReactNode } from 'react';
import { headingLevels } from './prose-headings.ts';
import classes from './prose-view.module.css';

/** A text of Markdown as elements. Nothing in it is ever markup: what looks like it is shown as it was written. */
export function ProseView({ blocks, headingAbove }: { blocks: readonly Block[]; headingAbove: number }) {
  const levels = headingLevels(blocks, headingAbove);
  return (
    <div className={classes.prose} dir="auto">
      {blocks.map((block, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text have no other name and do not move
        <Fragment key={i}>{blockElement(block, levels[i] ?? headingAbove + 1)}</Fragment>
      ))}
    </div>
  );
}

function blockElement(block: Block, level: number): ReactNode {
  switch (block.kind) {
    case 'heading':
      return createElement(`h${level}`, { dir: 'auto' }, inlineElements(block.inlines));
    case 'paragraph':
      return <p dir="auto">{inlineElements(block.inlines)}</p>;
    case 'quote':
      return <blockquote dir="auto">{inlineElements(block.inlines)}</blockquote>;
    case 'code':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <pre tabIndex={0}>
          <code>{block.text}</code>
        </pre>
      );
    case 'rule':
      return <hr />;
    case 'list': {
      const items = block.items.map((item, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text have no other name and do not move
        <li key={i} dir="auto">
          {inlineElements(item)}
        </li>
      ));
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
  }
}

function inlineElements(inlines: readonly Inline[]): ReactNode {
  return inlines.map((inline, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text have no other name and do not move
    <Fragment key={i}>{inlineElement(inline)}</Fragment>
  ));
}

function inlineElement(inline: Inline): ReactNode {
  switch (inline.kind) {
    case 'text':
      return inline.text;
    case 'strong':
      return <strong>{inlineElements(inline.inlines)}</strong>;
    case 'emphasis':
      return <em>{inlineElements(inline.inlines)}</em>;
    case 'code':
      return <code>{inline.text}</code>;
    case 'link':
      return (
        <a href={inline.href} target="_blank" rel="noopener noreferrer nofollow">
          {inlineElements(inline.inlines)}
        </a>
      );
  }
}
