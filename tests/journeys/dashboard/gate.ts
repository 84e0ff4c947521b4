import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Gate {
  file: string;
  open(): void;
  close(): void;
}

/** No epoch of a run begins while its gate is closed: what is pending then stays pending for as long as one looks. */
export function gateIn(home: string, name: string): Gate {
  const file = join(home, `${name}.gate`);
  const gate = { file, open: () => writeFileSync(file, ''), close: () => rmSync(file, { force: true }) };
  gate.open();
  return gate;
}
