interface FileOfRun {
  path: string;
  kind: string;
}

/** The file that is the model of a run: what a trainer calls so, else the exported one. */
export function modelFile<T extends FileOfRun>(files: readonly T[]): T | null {
  return files.find(({ kind }) => kind === 'model') ?? files.find(({ kind }) => kind === 'onnx') ?? null;
}

export function fileAddress(run: number, path: string): string {
  return `/api/v1/runs/${run}/files/${path.split('/').map(encodeURIComponent).join('/')}`;
}
