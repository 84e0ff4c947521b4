import { type ModelFile, type SignalInput, signalInput, TrainyardError } from '@trainyard/contracts';
import { z } from 'zod';

const classNames = z.array(z.string()).min(1).max(10_000);
const features = z.array(z.unknown());

/** The ONNX file among a run's model files, and what its trainer says it takes. Throws model-no-signal. */
export function signalModelOf(
  called: string,
  files: readonly ModelFile[],
): { file: ModelFile; input: SignalInput; classes: string[] } {
  const refuse = (detail: string): never => {
    throw new TrainyardError('model-no-signal', { model: called, detail });
  };
  const file = files.find(({ kind }) => kind === 'onnx');
  if (file === undefined) {
    return refuse(
      files.length === 0
        ? 'it kept no model'
        : 'it kept no ONNX file; where its trainer exports one, train it again with that on',
    );
  }
  const input = signalInput.safeParse(file.meta.input);
  if (!input.success) {
    const list = features.safeParse(file.meta.features);
    return refuse(
      list.success
        ? `its ONNX file takes ${list.data.length} features, and no program that computes them from a signal lies beside it (meta.input.through)`
        : 'its ONNX file does not say that it takes a signal (meta.input)',
    );
  }
  const { through } = input.data;
  if (through !== undefined && !files.some(({ path }) => path === through.file)) {
    return refuse(`its file "${through.file}", which computes what its ONNX file takes, is not there`);
  }
  const classes = classNames.safeParse(file.meta.classes);
  if (!classes.success) return refuse('its ONNX file does not name its classes (meta.classes)');
  return { file, input: input.data, classes: classes.data };
}
