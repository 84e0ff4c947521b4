import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { type Run, TrainyardError, type WindowProgram } from '@trainyard/contracts';
import { hasEnded } from '@trainyard/domain';
import { closeUpload, createUpload, deleteUpload, getRun, newId } from '@trainyard/store';
import type { Caller } from '../http/handler.ts';
import type { Parts } from '../parts.ts';
import { deleteOne } from '../submit/change-runs.ts';
import { planRun } from '../submit/plan-run.ts';
import { submitPlan } from '../submit/submit-run.ts';
import type { CutSignal } from './classify-signal.ts';
import { signalUnfit } from './read-signal.ts';

const measurer = 'measure-windows';
const answerFile = 'rows.f32';
/** Whoever asks waits meanwhile; an environment that has to be installed first takes longer. */
const patienceMs = 60_000;
const askAgainMs = 100;
/** Numbers: they travel through files, twice. */
const mostNumbers = 16 * 1024 * 1024;

export interface RowsAsk {
  /** As people call the model. */
  called: string;
  program: WindowProgram;
  /** The run that left the program. */
  run: { id: string; number: number };
  cut: CutSignal;
  window: { channels: number; samples: number };
  /** Turns of the shaft a second; null where nobody said. */
  shaftHz: number | null;
}

/** As `question` of trainyard_lib.window_program has it: a line of JSON, then float32. */
function questionOf({ cut, window, shaftHz }: RowsAsk): Buffer {
  const head = {
    windows: cut.count,
    ...window,
    rate_hz: cut.signal.model_rate_hz,
    ...(shaftHz === null ? {} : { shaft_hz: Array.from({ length: cut.count }, () => shaftHz) }),
  };
  const numbers = Buffer.from(cut.windows.buffer, cut.windows.byteOffset, cut.windows.byteLength);
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), numbers]);
}

async function submit(parts: Parts, ask: RowsAsk, caller: Caller): Promise<Run> {
  const { store, files } = parts;
  const { program, run, called } = ask;
  const id = newId();
  const upload = await files.beginUpload(id);
  await createUpload(store, { id, ownerId: caller.id, location: upload.folder });
  try {
    await upload.write('program.pyz', createReadStream(await files.artifactPath(run.id, program.file)));
    await upload.write('question.bin', questionOf(ask));
    await closeUpload(store, id, { files: upload.files, size: upload.size });
    // Not the caller's program but one that a trainer of ours left: that the trainer is for administrators keeps
    // anybody else from bringing one.
    const asker: Caller = { ...caller, role: 'admin' };
    const config = { environment: program.environment };
    const name = `features for ${called.replace(/^(Model|Run) /, (kind) => kind.toLowerCase())}`;
    const plan = await planRun(parts, { trainer: measurer, config, name, priority: 'high', upload: id }, asker);
    return await submitPlan(parts, plan, { caller });
  } catch (error) {
    await upload.drop();
    await deleteUpload(store, id).catch(() => undefined);
    throw error;
  }
}

async function ended({ store }: Pick<Parts, 'store'>, run: Run, refuse: (detail: string) => never): Promise<Run> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const now = await getRun(store, run.id);
    if (hasEnded(now.status)) return now;
    if (Date.now() > until) {
      const why = now.status === 'queued' ? 'no worker has taken' : 'no answer has come from';
      refuse(`after ${patienceMs / 1000} s ${why} run ${run.number}, which computes its features; ask again later`);
    }
    await wait(askAgainMs);
  }
}

/**
 * What the graph of a model takes of windows, where a program of its trainer computes it: a run, like all that trainers
 * do, and an express one. It goes to the deleted runs when it has answered; one that failed stays, to be looked at.
 */
export async function rowsByRun(parts: Parts, ask: RowsAsk, caller: Caller): Promise<Float32Array<ArrayBuffer>> {
  const { called, program, cut } = ask;
  const refuse = (detail: string): never => {
    throw new TrainyardError('model-no-signal', { model: called, detail });
  };
  if (cut.windows.length > mostNumbers) {
    throw signalUnfit(
      `it makes ${cut.windows.length} numbers, and a run computes features of ${mostNumbers} at most; send a stretch of it`,
    );
  }
  const run = await ended(parts, await submit(parts, ask, caller), refuse);
  if (run.status !== 'completed') {
    const why = (run.reason?.message ?? run.status).replace(/\.$/, '');
    refuse(`run ${run.number}, which computes its features, ended as ${run.status}: ${why}`);
  }
  const bytes = await readFile(await parts.files.artifactPath(run.id, answerFile));
  if (bytes.length !== 4 * cut.count * program.columns) {
    refuse(`its program gave ${bytes.length / 4} numbers for ${cut.count} windows of ${program.columns}`);
  }
  await deleteOne(parts.store, run.id, caller);
  return new Float32Array(new Uint8Array(bytes).buffer);
}
