import { type Node, PatternError } from './parse.ts';

/** A pattern as a list of steps; a fork goes on at two places at once. */
export type Step =
  | { kind: 'atom'; fits: (character: string) => boolean }
  | { kind: 'assert'; at: 'start' | 'end' | 'word-edge' | 'inside' }
  | { kind: 'fork'; to: number[] }
  | { kind: 'found' };

const mostSteps = 1000;

/** The platform decides about one character at a time, which takes no time worth counting; answers are kept. */
function atom(source: string, flags: string): (character: string) => boolean {
  const test = new RegExp(`^(?:${source})$`, flags.replace('m', ''));
  const known = new Map<string, boolean>();
  return (character) => {
    const before = known.get(character);
    if (before !== undefined) return before;
    const fits = test.test(character);
    if (known.size < 1000) known.set(character, fits);
    return fits;
  };
}

export function programOf(tree: Node, flags: string): Step[] {
  const steps: Step[] = [];
  const atoms = new Map<string, (character: string) => boolean>();
  const add = (step: Step): number => {
    if (steps.length >= mostSteps) {
      throw new PatternError(`The pattern is too large: written out it has more than ${mostSteps} steps`);
    }
    return steps.push(step) - 1;
  };
  const fork = (): { kind: 'fork'; to: number[] } => {
    const step: Step = { kind: 'fork', to: [] };
    add(step);
    return step;
  };

  let written = 0;
  function write(node: Node): void {
    // Empty groups add no step, yet repeated within each other they would be written for ever.
    written += 1;
    if (written > 20 * mostSteps) throw new PatternError('The pattern is too large: it repeats groups within groups');
    if (node.kind === 'atom') {
      const fits = atoms.get(node.source) ?? atom(node.source, flags);
      atoms.set(node.source, fits);
      add({ kind: 'atom', fits });
    } else if (node.kind === 'assert') add({ kind: 'assert', at: node.at });
    else if (node.kind === 'sequence') for (const part of node.parts) write(part);
    else if (node.kind === 'choice') writeChoice(node.options);
    else writeRepeat(node.part, node.least, node.most);
  }

  function writeChoice(options: readonly Node[]): void {
    const start = fork();
    const ends = options.map((option) => {
      start.to.push(steps.length);
      write(option);
      return fork();
    });
    for (const end of ends) end.to.push(steps.length);
  }

  function writeRepeat(part: Node, least: number, most: number): void {
    if (least > mostSteps || (most !== Number.POSITIVE_INFINITY && most > mostSteps)) {
      throw new PatternError(`The pattern repeats a part more than ${mostSteps} times`);
    }
    for (let i = 0; i < least; i += 1) write(part);
    if (most === Number.POSITIVE_INFINITY) {
      const place = steps.length;
      const start = fork();
      start.to.push(steps.length);
      write(part);
      fork().to.push(place);
      start.to.push(steps.length);
      return;
    }
    const skips = [];
    for (let i = least; i < most; i += 1) {
      const skip = fork();
      skip.to.push(steps.length);
      write(part);
      skips.push(skip);
    }
    for (const skip of skips) skip.to.push(steps.length);
  }

  write(tree);
  add({ kind: 'found' });
  return steps;
}
