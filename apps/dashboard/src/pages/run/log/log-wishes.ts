/** From elsewhere on the page: "show this line of the log". */
type Wish = (line: number) => void;

const listeners = new Set<Wish>();

export function askForLine(line: number): void {
  for (const listener of listeners) listener(line);
}

export function onLineAsked(listener: Wish): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
