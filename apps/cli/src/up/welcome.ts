import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

export interface WelcomeOptions {
  url: string;
  key: string;
  signal: AbortSignal;
}

const shape = z.object({
  runWelcome: z.custom<(options: WelcomeOptions) => Promise<void>>((value) => typeof value === 'function'),
});

/** The first steps on an empty home: demo data and a first model, as ordinary runs. Loaded only then. */
export async function welcome(options: WelcomeOptions): Promise<void> {
  const module = new URL('../commands/welcome.ts', import.meta.url);
  if (!existsSync(fileURLToPath(module))) return;
  const loaded: unknown = await import(module.href);
  await shape.parse(loaded).runWelcome(options);
}
