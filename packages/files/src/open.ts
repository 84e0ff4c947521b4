import { access, mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { TrainyardError } from '@trainyard/contracts';
import { dropRun, openArtifact, runFolder, saveArtifact } from './artifacts.ts';
import { checkpointFolder, dropCheckpoint, saveCheckpoint, verifyCheckpoint } from './checkpoints.ts';
import { datasetFolder, readDataset, registerDataset } from './datasets.ts';
import { objectPath, type Places, putObject, sweep } from './objects.ts';
import { below } from './paths.ts';
import { freeBytesAt, requireSpaceAt } from './space.ts';
import { splitPath, writeSplit } from './splits.ts';
import type { Files, FilesOptions, UploadQuota } from './types.ts';
import { beginUpload, dropUpload, uploadFolder } from './uploads.ts';

const generous: UploadQuota = { maxFiles: 100_000, maxBytes: 64 * 2 ** 30 };

async function openRoot(root: string): Promise<Places> {
  if (root.startsWith('s3://')) {
    const detail = 'object storage is not supported yet; TRAINYARD_FILES must be a folder';
    throw new TrainyardError('settings-invalid', { detail });
  }
  try {
    await mkdir(root, { recursive: true });
    const real = await realpath(root);
    // On the same disk as all else, so that every last step is a rename or a link.
    const staging = join(real, 'staging');
    await mkdir(staging, { recursive: true });
    return { root: real, staging };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new TrainyardError(
      'home-unusable',
      {
        folder: root,
        detail,
        cure: 'Choose a folder that this user may write, with TRAINYARD_FILES or TRAINYARD_HOME.',
      },
      { cause: error },
    );
  }
}

/**
 * The files of an installation:
 *
 * staging/ (what is being written) · objects/<2>/<sha256> (contents of artifacts) · datasets/<digest>/ · splits/<digest>.csv ·
 * runs/<run>/files/<path> (links to objects) · runs/<run>/checkpoints/<name>/ · uploads/<id>/
 */
export async function openFiles(options: FilesOptions): Promise<Files> {
  const places = await openRoot(options.root);
  const quota = { ...generous, ...options.quota };
  const reserve = options.reserveBytes ?? 0;
  return {
    root: places.root,
    putObject: (source) => putObject(places, source),
    objectPath: (sha256) => objectPath(places, sha256),
    hasObject: (sha256) =>
      access(objectPath(places, sha256)).then(
        () => true,
        () => false,
      ),
    registerDataset: (folder) => registerDataset(places, folder),
    datasetFolder: (digest) => datasetFolder(places, digest),
    readDataset: (digest) => readDataset(places, digest),
    writeSplit: (text) => writeSplit(places, text),
    splitPath: (digest) => splitPath(places, digest),
    saveArtifact: (input) => saveArtifact(places, input),
    artifactPath: async (runId, path) => below(join(runFolder(places, runId), 'files'), path),
    openArtifact: (runId, path, range) => openArtifact(places, runId, path, range),
    saveCheckpoint: (input) => saveCheckpoint(places, input),
    checkpointFolder: (runId, name) => checkpointFolder(places, runId, name),
    verifyCheckpoint: (runId, name, files) => verifyCheckpoint(places, runId, name, files),
    dropCheckpoint: (runId, name) => dropCheckpoint(places, runId, name),
    dropRun: (runId, what = 'artifacts') => dropRun(places, runId, what),
    beginUpload: (id, own) => beginUpload(places, id, { ...quota, ...own }),
    uploadFolder: (id) => uploadFolder(places, id),
    dropUpload: (id) => dropUpload(places, id),
    freeBytes: () => freeBytesAt(places.root),
    requireSpace: (bytes) => requireSpaceAt(places.root, bytes + reserve),
    sweep: (olderThanMs) => sweep(places, olderThanMs),
  };
}
