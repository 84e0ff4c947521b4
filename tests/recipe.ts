/** One thing that a page asks its reader to do, in the order of the page. */
export type Step =
  | { kind: 'commands'; commands: string[]; fails: boolean }
  | { kind: 'file'; file: string; text: string }
  | { kind: 'change'; file: string; from: string; to: string };

/**
 * The steps of a page: ```sh blocks are commands (`sh fails`: they end with an error), a block whose info string names a
 * file is its new content, and a ```diff block with a file name changes lines of it.
 */
export function readSteps(page: string): Step[] {
  const steps: Step[] = [];
  for (const [, language = '', info = '', body = ''] of page.matchAll(/^```(\w+)[ \t]*(.*)\n([\s\S]*?)^```$/gm)) {
    if (language === 'sh') {
      const commands = body
        .split('\n')
        .map((line) => line.replace(/\s+#.*$/, '').trim())
        .filter((line) => line !== '');
      steps.push({ kind: 'commands', commands, fails: info === 'fails' });
    } else if (language === 'diff') {
      const lines = body.split('\n');
      const side = (sign: string) => lines.flatMap((line) => (line.startsWith(sign) ? [line.slice(1)] : [])).join('\n');
      steps.push({ kind: 'change', file: info, from: side('-'), to: side('+') });
    } else if (info !== '') steps.push({ kind: 'file', file: info, text: body });
  }
  return steps;
}
