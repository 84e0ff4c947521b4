import { type Classification, type ModelFile, TrainyardError, type WindowProgram } from '@trainyard/contracts';
import type { ParsedBody } from '@trainyard/contracts/routes';
import { artifactRowOf, getModelVersion, getRun, listArtifacts } from '@trainyard/store';
import type { FastifyRequest } from 'fastify';
import type { ClassifyAsk } from '../classify/classify-signal.ts';
import { signalUnfit } from '../classify/read-signal.ts';
import { receiveSignal } from '../classify/receive-signal.ts';
import { rowsByRun } from '../classify/rows-by-run.ts';
import { signalModelOf } from '../classify/signal-model.ts';
import type { Caller, Handlers } from '../http/handler.ts';
import type { Parts } from '../parts.ts';

interface Asked {
  /** As people call it. */
  called: string;
  files: readonly ModelFile[];
  model: Classification['model'];
  run: { id: string; number: number };
}

function memoryOf(source: ClassifyAsk['source']): ArrayBuffer[] {
  if ('channel' in source) return [source.channel.buffer as ArrayBuffer];
  return 'pieces' in source ? source.pieces.map(({ buffer }) => buffer as ArrayBuffer) : [];
}

/** By way of a run that computes what the graph takes. */
async function answerThrough(
  parts: Parts,
  caller: Caller,
  { called, run }: Asked,
  ask: Omit<ClassifyAsk, 'called'> & { input: { through: WindowProgram }; speedHz: number | null },
): Promise<Classification> {
  const { file, input, classes, source, rateHz, speedHz } = ask;
  const began = performance.now();
  if (caller.role === 'viewer') throw new TrainyardError('forbidden', { role: 'member' });
  // A program runs here only where a worker of this installation saw a trainer write it.
  if ((await getRun(parts.store, run.id)).executor !== 'worker') {
    const detail = 'another program left it, and a program of another program is not run here';
    throw new TrainyardError('model-no-signal', { model: called, detail });
  }
  if (input.through.speed !== undefined && speedHz === null) {
    throw signalUnfit('the model needs the speed of the shaft; say it in turns a second (speed_hz)');
  }
  const { models } = parts.analysis;
  const cut = await models.ask('cut-signal', { input, source, rateHz }, memoryOf(source));
  const { channels } = cut.signal;
  const window = { channels, samples: input.window_samples };
  const taken = await rowsByRun(
    parts,
    { called, program: input.through, run, cut, window, shaftHz: input.through.speed === undefined ? null : speedHz },
    caller,
  );
  const { windows: _, ...facts } = cut;
  const shape = { channels: 1, samples: input.through.columns };
  const said = await models.ask('judge', { called, file, input, classes, cut: facts, taken, shape }, [taken.buffer]);
  return { ...said, model: null, run, milliseconds: performance.now() - began };
}

export function classifyRoutes(parts: Parts): Handlers<'classifyByModel' | 'classifyByRun'> {
  const { store, files, analysis } = parts;
  const answer = async (
    asked: Asked,
    { request, body, caller }: { request: FastifyRequest; body: ParsedBody<'classifyByRun'>; caller: Caller },
  ): Promise<Classification> => {
    const { model } = asked;
    const run = { id: asked.run.id, number: asked.run.number };
    const { file, input, classes } = signalModelOf(asked.called, asked.files);
    const { source, rateHz, speedHz } = await receiveSignal(request, body);
    const onnx = { path: await files.artifactPath(run.id, file.path), sha256: file.sha256 };
    const { through } = input;
    const ask = { file: onnx, classes, source, rateHz };
    if (through !== undefined) {
      const said = await answerThrough(
        parts,
        caller,
        { ...asked, run },
        { ...ask, input: { ...input, through }, speedHz },
      );
      return { ...said, model };
    }
    const said = await analysis.models.ask('classify', { ...ask, called: asked.called, input }, memoryOf(source));
    return { ...said, model, run };
  };
  return {
    async classifyByModel({ params, ...call }) {
      const { name, version, run, files: own } = await getModelVersion(store, params.ref);
      const called = `Model ${name}@${version}`;
      return answer({ called, files: own, model: { name, version }, run }, call);
    },
    async classifyByRun({ params, ...call }) {
      const run = await getRun(store, params.id);
      const own = (await listArtifacts(store, run.id))
        .map(artifactRowOf)
        .filter(({ kind }) => kind === 'model' || kind === 'onnx');
      return answer({ called: `Run ${run.number}`, files: own, model: null, run }, call);
    },
  };
}
