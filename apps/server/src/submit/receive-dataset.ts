import { datasetName, type Run, type RunSpec, TrainyardError } from '@trainyard/contracts';
import type { Upload } from '@trainyard/files';
import { closeUpload, createUpload, deleteUpload, isConnectionLoss, newId } from '@trainyard/store';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Caller } from '../http/handler.ts';
import type { Parts } from '../parts.ts';
import { planRun, refuseIssues } from './plan-run.ts';
import { submitPlan } from './submit-run.ts';

const importer = 'dataset-import';
const configField = z.record(z.string(), z.unknown());

function refuse(detail: string): never {
  throw new TrainyardError('upload-invalid', { detail });
}

function configOf(text: string): Record<string, unknown> {
  try {
    return configField.parse(JSON.parse(text));
  } catch {
    refuse('the field "config" must be one JSON object');
  }
}

/** What the fields before the files say, checked before the first byte of a file is taken. */
async function specOf(parts: Parts, fields: ReadonlyMap<string, string>, caller: Caller): Promise<RunSpec> {
  const name = datasetName.safeParse(fields.get('name') ?? '');
  if (!name.success)
    refuse(
      `the field "name" must come before the files and consist of ${name.error.issues[0]?.message ?? 'plain letters'}`,
    );
  const config = { ...configOf(fields.get('config') ?? '{}'), name: name.data };
  const spec: RunSpec = { trainer: importer, config, name: `import ${name.data}`, priority: 'normal' };
  const { issues } = await planRun(parts, spec, caller);
  refuseIssues(
    importer,
    issues.filter((issue) => issue.path !== 'upload'),
  );
  return spec;
}

/** Form encoding of the characters that would break the header; slashes stay, since a name is a path here. */
function pathOf(filename: string): string {
  return filename.replaceAll('%22', '"').replaceAll('%5C', '\\');
}

/**
 * Streams a multipart upload into an upload folder and submits the run that imports it. Nothing of a refused or broken
 * upload stays; one whose run may or may not be there is left to the housekeeping.
 */
export async function receiveDataset(parts: Parts, request: FastifyRequest, caller: Caller): Promise<Run> {
  const { store, files, settings } = parts;
  if (!request.isMultipart()) throw new TrainyardError('body-type-unsupported');
  await files.requireSpace(Number(request.headers['content-length'] ?? 0));
  const id = newId();
  const fields = new Map<string, string>();
  let upload: Upload | null = null;
  let spec: RunSpec | null = null;
  let whole = false;
  try {
    for await (const part of request.parts({ preservePath: true })) {
      if (part.type === 'field') {
        // A field that says it is JSON comes parsed.
        fields.set(part.fieldname, typeof part.value === 'string' ? part.value : JSON.stringify(part.value));
        continue;
      }
      spec ??= await specOf(parts, fields, caller);
      if (upload === null) {
        const quota = { maxFiles: settings.uploadFileLimit, maxBytes: settings.uploadLimitBytes };
        upload = await files.beginUpload(id, quota);
        await createUpload(store, { id, ownerId: caller.id, location: upload.folder });
      }
      await upload.write(pathOf(part.filename), part.file);
      if (part.file.truncated) refuse(`the file "${part.filename}" is too large`);
    }
    if (upload === null || spec === null) refuse('no file came');
    await closeUpload(store, id, { files: upload.files, size: upload.size });
    whole = true;
    return await submitPlan(parts, await planRun(parts, { ...spec, upload: id }, caller), { caller });
  } catch (error) {
    // Where the database went away the run may have been submitted all the same, and would find nothing to import.
    const maybeSubmitted = whole && isConnectionLoss(error);
    if (upload !== null && !maybeSubmitted) {
      await upload.drop();
      await deleteUpload(store, id).catch((cause: unknown) =>
        request.log.warn({ err: cause }, 'an upload row was left over'),
      );
    }
    throw error;
  }
}
