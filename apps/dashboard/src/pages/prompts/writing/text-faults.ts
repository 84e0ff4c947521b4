import { formatInteger } from '../../../format/number.ts';
import { isEmptyText, mostCharacters, mostExamples, type Written } from './written.ts';

function tooLong(what: string, text: string): string[] {
  if (text.length <= mostCharacters) return [];
  return [
    `${what} has ${formatInteger(text.length)} characters; at most ${formatInteger(mostCharacters)} can be kept.`,
  ];
}

/** What the server would refuse, told before anything is sent. */
export function textFaults(written: Written): string[] {
  const faults = [...tooLong('The system part', written.system), ...tooLong('The output part', written.output)];
  if (isEmptyText(written)) faults.push('A prompt needs a text: both its system and its output part are empty.');
  if (written.examples.length > mostExamples) faults.push(`At most ${mostExamples} examples can be kept.`);
  written.examples.forEach(({ input, output }, i) => {
    const what = `Example ${i + 1}`;
    if (input === '' && output === '') faults.push(`${what} is empty: write it, or remove it.`);
    else if (input === '') faults.push(`${what} has no input.`);
    else if (output === '') faults.push(`${what} has no output.`);
    faults.push(
      ...tooLong(`The input of example ${i + 1}`, input),
      ...tooLong(`The output of example ${i + 1}`, output),
    );
  });
  return faults;
}
