import { z } from 'zod';
import { datasetManifest } from './dataset.ts';
import { hostLine, task, trainerLine } from './protocol.ts';
import { frozenRun } from './run.ts';
import { section } from './section.ts';
import { environmentManifest, manifest, preset, sharedParameters } from './trainer.ts';

interface Published {
  schema: z.ZodType;
  title: string;
  /** `input`: what others may write, defaults left out. `output`: what we write, always complete. */
  io: 'input' | 'output';
}

const published: Record<string, Published> = {
  'trainer-line': { schema: trainerLine, title: 'One line from a trainer to its host', io: 'input' },
  'host-line': { schema: hostLine, title: 'One line from the host to a trainer', io: 'output' },
  task: { schema: task, title: 'The file that TRAINYARD_TASK names', io: 'output' },
  section: { schema: section, title: 'A result section', io: 'input' },
  trainer: { schema: manifest, title: 'trainer.yaml', io: 'input' },
  'shared-parameters': { schema: sharedParameters, title: 'A file that trainer.yaml includes', io: 'input' },
  preset: { schema: preset, title: 'presets/<id>.yaml', io: 'input' },
  environment: { schema: environmentManifest, title: 'environment.yaml', io: 'input' },
  'dataset-manifest': { schema: datasetManifest, title: 'manifest.json of a data set version', io: 'input' },
  'frozen-run': { schema: frozenRun, title: 'The record of a run', io: 'output' },
};

export type JsonSchema = Record<string, unknown>;

/** What protocol/schema holds, by file name: for trainers in other languages and for editors. */
export function protocolSchemas(): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(published).map(([name, { schema, title, io }]) => {
      const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io, reused: 'inline' });
      return [`${name}.json`, { $schema, title, ...rest }];
    }),
  );
}
