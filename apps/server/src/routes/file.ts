import {
  artifactRowOf,
  checkpointRowOf,
  getRun,
  listArtifacts,
  listAttempts,
  listCheckpoints,
  listSections,
  runIdOf,
} from '@trainyard/store';
import type { Handlers } from '../http/handler.ts';
import { sendArtifact } from '../http/send-artifact.ts';
import type { Parts } from '../parts.ts';

type FileRoutes = 'listFiles' | 'getFile' | 'listAttempts' | 'listCheckpoints' | 'listSections';

export function fileRoutes({ store, files }: Parts): Handlers<FileRoutes> {
  return {
    async listAttempts({ params }) {
      return { items: await listAttempts(store, await runIdOf(store, params.id)) };
    },
    async listCheckpoints({ params }) {
      const rows = await listCheckpoints(store, await runIdOf(store, params.id));
      return { items: rows.map(checkpointRowOf) };
    },
    async listSections({ params, query }) {
      return { items: await listSections(store, await runIdOf(store, params.id), { live: query.live === 'true' }) };
    },
    async listFiles({ params }) {
      const rows = await listArtifacts(store, await runIdOf(store, params.id));
      return { items: rows.map(artifactRowOf) };
    },
    async getFile({ params, request, reply }) {
      return sendArtifact({ store, files }, await getRun(store, params.id), params['*'], { request, reply });
    },
  };
}
