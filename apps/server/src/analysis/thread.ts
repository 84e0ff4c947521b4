import { parentPort, workerData } from 'node:worker_threads';
import { TrainyardError } from '@trainyard/contracts';
import { openFiles } from '@trainyard/files';
import { scoreAnswers, summaryOf } from '../batch/score-answers.ts';
import type { SignalClassifier } from '../classify/classify-signal.ts';
import { BoundedCache } from './bounded-cache.ts';
import { type ComparedRun, comparePairs } from './compare-predictions.ts';
import { DatasetReader } from './dataset-reader.ts';
import { ItemReader } from './item-reader.ts';
import { type PredictionsFile, pageOf, readPredictions } from './predictions-file.ts';
import type { PredictionsSource, TaskKind, ThreadReply, ThreadTask, ThreadTasks } from './thread-task.ts';

/** Cells of predictions files that stay in memory. */
const keptCells = 3_000_000;

const { root }: { root: string } = workerData;
const files = await openFiles({ root });
const datasets = new DatasetReader(files);
const items = new ItemReader(files);
const predictions = new BoundedCache<PredictionsFile | null>(keptCells);

let models: Promise<SignalClassifier> | null = null;

/** The runtime for models takes memory and time to load: only the thread that is asked for it does. */
function classifier(): Promise<SignalClassifier> {
  models ??= import('../classify/classify-signal.ts').then(({ SignalClassifier: Classifier }) => new Classifier());
  return models;
}

function fileOf(source: PredictionsSource): Promise<PredictionsFile | null> {
  const weigh = (file: PredictionsFile | null): number =>
    file === null ? 1 : file.ids.length * (3 + file.classes.length);
  return predictions.get(source.sha256, () => readPredictions(source.path), weigh);
}

async function runOf(source: PredictionsSource | null): Promise<ComparedRun | null> {
  const file = source === null ? null : await fileOf(source);
  return source === null || file === null ? null : { source, file };
}

async function answer(task: ThreadTask): Promise<ThreadTasks[TaskKind]['answer']> {
  switch (task.kind) {
    case 'predictions': {
      const file = await fileOf(task.ask.source);
      return file === null ? null : pageOf(file, task.ask.query);
    }
    case 'compare':
      return comparePairs(await Promise.all(task.ask.sources.map(runOf)), (digest) => datasets.unitsOf(digest));
    case 'samples':
      return datasets.samples(task.ask);
    case 'items':
      return items.list(task.ask);
    case 'test-items':
      return items.ofTest(task.ask);
    case 'batch-items':
      return items.ofPart(task.ask);
    case 'score':
      return scoreAnswers(task.ask.scoring, task.ask.answers);
    case 'batch-summary':
      return summaryOf(task.ask);
    case 'embed-texts':
      return (await import('../embedder/embedder-task.ts')).embedTexts(task.ask);
    case 'compare-texts':
      return (await import('../embedder/embedder-task.ts')).compareTexts(task.ask);
    case 'signal':
      return datasets.signal(task.ask);
    case 'classify':
      return (await classifier()).classify(task.ask);
    case 'cut-signal':
      return (await import('../classify/classify-signal.ts')).cutSignal(task.ask);
    case 'judge':
      return (await classifier()).judge(task.ask);
  }
}

function failureOf(id: number, error: unknown): ThreadReply {
  if (error instanceof TrainyardError) return { id, refused: { code: error.code, params: { ...error.params } } };
  return { id, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

parentPort?.on('message', (task: ThreadTask) => {
  const reply = (message: ThreadReply): void => parentPort?.postMessage(message);
  answer(task).then(
    (result) => reply({ id: task.id, answer: result }),
    (error: unknown) => reply(failureOf(task.id, error)),
  );
});
