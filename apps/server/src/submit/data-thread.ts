import { parentPort } from 'node:worker_threads';
import { type Files, openFiles } from '@trainyard/files';
import { type DataQuestion, type PreparedData, prepareData } from './prepare-data.ts';
import { readItemTexts } from './read-items.ts';

export interface DataTask {
  id: number;
  /** The files root. */
  root: string;
  digest: string;
  question: DataQuestion;
}
export type DataReply = { id: number } & ({ prepared: PreparedData } | { error: string });

let opened: Promise<Files> | null = null;

async function answer({ root, digest, question }: DataTask): Promise<PreparedData> {
  opened ??= openFiles({ root });
  const files = await opened;
  const data = await files.readDataset(digest);
  const texts = question.parts === null ? null : await readItemTexts(files, digest, data.manifest);
  return prepareData({ ...data, texts }, question);
}

parentPort?.on('message', (task: DataTask) => {
  const reply = (message: DataReply): void => parentPort?.postMessage(message);
  answer(task).then(
    (prepared) => reply({ id: task.id, prepared }),
    (error: unknown) =>
      reply({ id: task.id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
