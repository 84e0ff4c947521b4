import type { Classification, ModelFile } from '@trainyard/contracts';
import type { ParsedBody } from '@trainyard/contracts/routes';
import { artifactRowOf, getModelVersion, getRun, listArtifacts } from '@trainyard/store';
import type { FastifyRequest } from 'fastify';
import type { ClassifyAsk } from '../classify/classify-signal.ts';
import { receiveSignal } from '../classify/receive-signal.ts';
import { signalModelOf } from '../classify/signal-model.ts';
import type { Handlers } from '../http/handler.ts';
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

export function classifyRoutes({
  store,
  files,
  analysis,
}: Pick<Parts, 'store' | 'files' | 'analysis'>): Handlers<'classifyByModel' | 'classifyByRun'> {
  const answer = async (
    asked: Asked,
    request: FastifyRequest,
    body: ParsedBody<'classifyByRun'>,
  ): Promise<Classification> => {
    const { file, input, classes } = signalModelOf(asked.called, asked.files);
    const { source, rateHz } = await receiveSignal(request, body);
    const onnx = { path: await files.artifactPath(asked.run.id, file.path), sha256: file.sha256 };
    const ask = { called: asked.called, file: onnx, input, classes, source, rateHz };
    const said = await analysis.models.ask('classify', ask, memoryOf(source));
    return { ...said, model: asked.model, run: { id: asked.run.id, number: asked.run.number } };
  };
  return {
    async classifyByModel({ params, body, request }) {
      const { name, version, run, files: own } = await getModelVersion(store, params.ref);
      const called = `Model ${name}@${version}`;
      return answer({ called, files: own, model: { name, version }, run }, request, body);
    },
    async classifyByRun({ params, body, request }) {
      const run = await getRun(store, params.id);
      const own = (await listArtifacts(store, run.id))
        .map(artifactRowOf)
        .filter(({ kind }) => kind === 'model' || kind === 'onnx');
      return answer({ called: `Run ${run.number}`, files: own, model: null, run }, request, body);
    },
  };
}
