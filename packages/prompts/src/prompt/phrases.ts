/** What tells the parts of a prompt apart, in English: used to count features and to see which edit a change was. */
export const constraintPhrase =
  /\b(?:must|never|always|only|exactly|avoid|do not|don['’]t|cannot|at most|at least|no more than|without|nothing else|every)\b/gi;
export const stepPhrase =
  /\b(?:step by step|step-by-step|one step at a time|first\b.{0,60}\bthen|list (?:the|your) steps)\b/gi;
export const reasoningPhrase =
  /\b(?:think|consider|reason(?:ing)?|reflect|weigh|ask yourself|before (?:you )?(?:decid|answer)\w*|double-check|why)\b/gi;
export const politePhrase = /\b(?:please|thank you|thanks|kindly|would you|could you)\b/gi;
export const forcefulPhrase =
  /\b(?:important|crucial|critical|essential|vital|strictly|mandatory|urgent|warning)\b|!/gi;
export const rolePhrase =
  /\b(?:you are|you're|act as|as an? (?:expert|assistant|specialist)|your (?:role|job|task) is)\b/gi;
export const tonePhrase =
  /\b(?:tone|friendly|formal(?:ly)?|polite(?:ly)?|confident(?:ly)?|careful(?:ly)?|expert|professional(?:ly)?|calm(?:ly)?|precise(?:ly)?)\b/gi;
export const hedgePhrase = /\b(?:may|might|could|perhaps|possibly|probably|usually|generally|if possible|try to)\b/gi;
export const exampleInText = /\b(?:for example|for instance|e\.g\.|such as|example\s*\d*\s*:|input\s*:)/gi;

/** Verbs that start a command to a model. */
const commandVerbs =
  'add analyse analyze answer apply avoid be calculate check choose cite classify compare complete compute consider convert copy count ' +
  'create decide define describe determine do double-check draft ensure estimate evaluate explain extract fill find focus follow format ' +
  'generate give identify ignore include infer judge keep label limit list look make name never note output pick predict preserve ' +
  'provide rank rate read reason remove repeat replace reply respond return rewrite say select show solve sort split state summarise ' +
  'summarize tag take tell think translate treat use verify weigh work write';
const commands = new Set(commandVerbs.split(' '));
const leadIn = /^(?:[-*•]\s+|\d{1,2}[.)]\s+|#+\s+)?(?:(?:please|then|first|finally|now|always|next)[,\s]+)*/i;

export function isCommand(sentence: string): boolean {
  const verb = /^[A-Za-z-]+/.exec(sentence.replace(leadIn, ''))?.[0] ?? '';
  return commands.has(verb.toLowerCase()) || /^(?:do not|don['’]t)\b/i.test(sentence.replace(leadIn, ''));
}

export function countOf(phrase: RegExp, text: string): number {
  return text.match(phrase)?.length ?? 0;
}

/** A pattern that is shared and has the `g` flag remembers where it stopped; this does not. */
export function has(phrase: RegExp, text: string): boolean {
  return text.search(phrase) !== -1;
}
