import { describe, expect, it } from 'vitest';
import { type Prompt, promptHash } from '../prompt/prompt.ts';
import { copyIndex } from './copied-text.ts';
import { outputContract } from './output-contract.ts';
import { type ProposalRules, refuseProposal } from './refuse.ts';

const parent: Prompt = {
  system: 'Classify the review about {{topic}}.',
  output: 'Reply as JSON with the keys "label" and "reason".',
  examples: [],
};
const secret = 'the soup was cold and the waiter forgot our second order';
const open = 'my parcel came two days late but the lamp itself is fine';
const rules: ProposalRules = {
  parent,
  columns: ['topic'],
  maxTokens: 60,
  countTokens: (text) => text.split(/\s+/).length,
  items: copyIndex([secret, open]),
  hidden: copyIndex([secret]),
  contract: outputContract(parent.output),
  tried: new Set([promptHash(parent)]),
};
const better: Prompt = { ...parent, system: 'Classify the review about {{topic}} as good or bad.' };

function codes(change: Partial<Prompt>, finish = 'stop'): string[] {
  return refuseProposal({ prompt: { ...better, ...change }, finish }, rules).map(({ code }) => code);
}

describe('refusal of proposals', () => {
  it('lets a sound proposal pass', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ output: 'Reply as JSON. Its keys are "label" (good or bad) and "reason" (one line).' })).toEqual([]);
  });

  it('refuses what did not end by itself', () => {
    expect(codes({}, 'length')).toEqual(['not-finished']);
    expect(codes({}, 'content_filter')).toEqual(['not-finished']);
  });

  it('refuses an empty text, whatever else', () => {
    expect(codes({ system: ' ', output: '\n' })).toEqual(['empty']);
  });

  it('refuses placeholders that were lost or made up', () => {
    expect(codes({ system: 'Classify the review about the topic.' })).toEqual(['lost-placeholder']);
    expect(codes({ system: 'Classify {{topic}} of {{author}}.' })).toEqual(['unknown-placeholder']);
  });

  it('counts tokens with the counter it is given, examples included', () => {
    expect(codes({ system: `{{topic}} ${'word '.repeat(60)}` })).toEqual(['too-many-tokens']);
    expect(codes({ examples: [{ input: 'w '.repeat(50), output: 'good' }] })).toEqual(['too-many-tokens']);
  });

  it('refuses eight words of an item in the text, and of a hidden item anywhere', () => {
    const eight = 'The SOUP was cold, and the waiter forgot';
    expect(codes({ system: `{{topic}}: if it says "${eight}", it is bad.` })).toEqual(['copied-item']);
    expect(codes({ system: '{{topic}}: the soup was cold and the waiter, bad.' })).toEqual([]);
    expect(codes({ examples: [{ input: secret, output: 'bad' }] })).toEqual(['copied-item']);
    expect(codes({ examples: [{ input: open, output: 'good' }] })).toEqual([]);
    expect(codes({ system: `{{topic}} ${open}` })).toEqual(['copied-item']);
  });

  it('lets stand what the parent has already', () => {
    const quoting = { ...parent, system: `{{topic}} ${open}` };
    const found = refuseProposal(
      { prompt: { ...quoting, output: `${parent.output} Be brief.` }, finish: 'stop' },
      {
        ...rules,
        parent: quoting,
      },
    );
    expect(found).toEqual([]);
  });

  it('refuses a changed output contract', () => {
    expect(codes({ output: 'Reply as JSON with the key "label".' })).toEqual(['output-contract']);
    expect(codes({ output: 'Reply as XML with "label" and "reason".' })).toEqual(['output-contract']);
    const [refusal] = refuseProposal({ prompt: { ...better, output: 'One word.' }, finish: 'stop' }, rules);
    expect(refusal?.message).toBe('The output part no longer says json, label, reason.');
  });

  it('refuses what was tried before, and gives all reasons at once', () => {
    expect(refuseProposal({ prompt: parent, finish: 'stop' }, rules).map(({ code }) => code)).toEqual(['tried-before']);
    expect(codes({ system: 'No placeholder.', output: 'x' }, 'length')).toEqual([
      'not-finished',
      'lost-placeholder',
      'output-contract',
    ]);
  });
});
