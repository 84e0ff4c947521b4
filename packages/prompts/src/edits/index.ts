export { type EditAction, type EditContext, editActions } from './actions.ts';
export { type CopyIndex, copyIndex } from './copied-text.ts';
export { detectAction } from './detect.ts';
export { brokenContract, type OutputContract, outputContract } from './output-contract.ts';
export { type Proposal, type ProposalRules, type Refusal, type RefusalCode, refuseProposal } from './refuse.ts';
export { possibleActions, scriptedEdit } from './scripted.ts';
