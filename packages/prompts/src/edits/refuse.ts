import { checkPlaceholders } from '../prompt/placeholders.ts';
import { isEmptyPrompt, type Prompt, promptHash, promptText } from '../prompt/prompt.ts';
import type { CopyIndex } from './copied-text.ts';
import { brokenContract, type OutputContract } from './output-contract.ts';

/** Why a proposal is not tried; none of these costs a task call. */
export type RefusalCode =
  | 'not-finished'
  | 'empty'
  | 'lost-placeholder'
  | 'unknown-placeholder'
  | 'too-many-tokens'
  | 'copied-item'
  | 'output-contract'
  | 'tried-before';

export interface Refusal {
  code: RefusalCode;
  message: string;
}

export interface ProposalRules {
  /** The prompt that it is to better. */
  parent: Prompt;
  /** Placeholders that the data set can fill. */
  columns: readonly string[];
  maxTokens: number;
  /** Of the model that the prompt is for. */
  countTokens: (text: string) => number;
  /** Of the inputs and expected texts of all items: neither part of the prompt may quote them. */
  items: CopyIndex;
  /** Of the items that are not for reading: examples may not quote these either. */
  hidden: CopyIndex;
  /** Of the prompt that the run started from, so that it does not wear away step by step. */
  contract: OutputContract;
  /** Hashes of all prompts that were tried. */
  tried: ReadonlySet<string>;
}

export interface Proposal {
  prompt: Prompt;
  /** As the provider told it; anything but `stop` is a text that was cut off, filtered or refused. */
  finish: string;
}

function copied(proposal: Prompt, rules: ProposalRules): string | null {
  const parent = promptText(rules.parent);
  const inText = rules.items.find(`${proposal.system}\n${proposal.output}`, parent);
  if (inText !== null) return inText;
  for (const { input, output } of proposal.examples) {
    const found = rules.hidden.find(input, parent) ?? rules.hidden.find(output, parent);
    if (found !== null) return found;
  }
  return null;
}

function shortList(names: readonly string[]): string {
  return names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : '');
}

/** All reasons against a proposal, none where it may be tried. */
export function refuseProposal(proposal: Proposal, rules: ProposalRules): Refusal[] {
  const { prompt, finish } = proposal;
  const refusals: Refusal[] = [];
  const refuse = (code: RefusalCode, message: string): void => {
    refusals.push({ code, message });
  };
  if (finish !== 'stop') refuse('not-finished', `The proposal did not end by itself (finish reason "${finish}").`);
  if (isEmptyPrompt(prompt)) return [...refusals, { code: 'empty', message: 'The proposal is empty.' }];
  const { lost, unknown } = checkPlaceholders(prompt, { from: rules.parent, columns: rules.columns });
  if (lost.length > 0) refuse('lost-placeholder', `The proposal lost ${shortList(lost.map((name) => `{{${name}}}`))}.`);
  if (unknown.length > 0) {
    refuse('unknown-placeholder', `The data set has no column ${shortList(unknown)} for a placeholder.`);
  }
  const tokens = rules.countTokens(promptText(prompt));
  if (tokens > rules.maxTokens) {
    refuse('too-many-tokens', `The proposal has ${tokens} tokens, at most ${rules.maxTokens} are allowed.`);
  }
  const quotation = copied(prompt, rules);
  if (quotation !== null) refuse('copied-item', `The proposal copies an item: "${quotation}".`);
  const broken = brokenContract(rules.contract, prompt.output);
  if (broken.length > 0) refuse('output-contract', `The output part no longer says ${shortList(broken)}.`);
  if (rules.tried.has(promptHash(prompt))) refuse('tried-before', 'The same prompt was tried before.');
  return refusals;
}
