import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { Option } from 'commander';
import { UsageError } from './error-words.ts';

/** Keys come from a file: what stands in a command is seen by everybody on the machine, and kept by the shell. */
export function keyFileOption(): Option {
  return new Option('--key-file <file>', 'a file that holds the key; - reads it from standard input');
}

export async function readKeyFile(file: string): Promise<string> {
  const read = file === '-' ? text(process.stdin) : readFile(file, 'utf8');
  const key = await read.catch((error: unknown) => {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  if (key.trim() === '') throw new UsageError(`${file === '-' ? 'Standard input' : file} holds no key.`);
  return key.trim();
}
