import { type Run, TrainyardError, windowConfig } from '@trainyard/contracts';
import {
  artifactRowOf,
  createShare,
  getFrozenRun,
  getRun,
  getShare,
  listArtifacts,
  listSections,
  listSeries,
  listShares,
  readWindow,
  revokeShare,
  runIdOf,
  sharedRunOf,
} from '@trainyard/store';
import type { FastifyReply } from 'fastify';
import { insightsOf } from '../analysis/insights.ts';
import { hasPredicted, listPredictions } from '../analysis/list-predictions.ts';
import { hashSecret, newSecret } from '../auth/secret.ts';
import type { Handlers } from '../http/handler.ts';
import { sendArtifact } from '../http/send-artifact.ts';
import type { Parts } from '../parts.ts';

type ShareRoutes =
  | 'createShare'
  | 'listShares'
  | 'revokeShare'
  | 'getSharedRun'
  | 'getSharedSeries'
  | 'listSharedPredictions'
  | 'getSharedSignal'
  | 'getSharedFile';

/** The address is the secret: no cache keeps what it opened, and no other site is told it. */
function keepSecret(reply: FastifyReply): void {
  reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
}

/** What concerns only those who may sign in stays with them: where it ran, and what its process last printed. */
function forHolders(run: Run): Run {
  return { ...run, worker: null, pending: [], reason: run.reason === null ? null : { ...run.reason, detail: {} } };
}

export function shareRoutes(parts: Parts): Handlers<ShareRoutes> {
  const { store, settings } = parts;
  const runOf = async (token: string): Promise<{ run: Run; expiresAt: string }> => {
    const { runId, expiresAt } = await sharedRunOf(store, hashSecret(token));
    return { run: await getRun(store, runId), expiresAt };
  };
  return {
    async createShare({ params, body, caller, request }) {
      const run = await getRun(store, params.id);
      if (run.deleted_at !== null) throw new TrainyardError('run-deleted', { run: run.number });
      const token = newSecret('share');
      const share = await createShare(store, {
        runId: run.id,
        ownerId: caller.id,
        tokenHash: hashSecret(token),
        seconds: body.expires_in_s,
      });
      const base = settings.publicUrl ?? `${request.protocol}://${request.headers.host}`;
      return { ...share, url: `${base.replace(/\/+$/, '')}/shared/${token}` };
    },
    async listShares({ params }) {
      return { items: await listShares(store, await runIdOf(store, params.id)) };
    },
    async revokeShare({ params, caller, reply }) {
      const share = await getShare(store, params.share);
      const { owner } = await getRun(store, share.run_id);
      if (caller.role !== 'admin' && share.owner.id !== caller.id && owner.id !== caller.id) {
        throw new TrainyardError('forbidden', { role: 'admin, or that the link or its run is your own' });
      }
      await revokeShare(store, share.id);
      return reply.send();
    },
    async getSharedRun({ params, reply }) {
      const { run, expiresAt } = await runOf(params.token);
      keepSecret(reply);
      const [config, insights, sections, series, files] = await Promise.all([
        getFrozenRun(store, run.id),
        insightsOf(parts, run),
        listSections(store, run.id),
        listSeries(store, run.id),
        listArtifacts(store, run.id),
      ]);
      return {
        run: forHolders(run),
        config,
        // Of other runs nothing is told, not even that there is a better one.
        insights: { ...insights, best_earlier: null },
        sections,
        series: series.filter(({ key }) => !key.startsWith('system/')),
        files: files.map(artifactRowOf),
        expires_at: expiresAt,
      };
    },
    async getSharedSeries({ params, query }) {
      const { run } = await runOf(params.token);
      const keys = [...new Set([query.key].flat())];
      return { items: await Promise.all(keys.map((key) => readWindow(store, run, key, query))) };
    },
    async listSharedPredictions({ params, query, reply }) {
      const { run } = await runOf(params.token);
      keepSecret(reply);
      return listPredictions(parts, run, query);
    },
    async getSharedSignal({ params, query, reply }) {
      const { run } = await runOf(params.token);
      keepSecret(reply);
      const { dataset } = run;
      // A link opens one run, and of its data set what that run was tested on.
      if (dataset === null || !(await hasPredicted(parts, run, query.sample))) {
        throw new TrainyardError('sample-not-found', {
          name: dataset?.name ?? run.name,
          sample: query.sample.slice(0, 200),
        });
      }
      const { name, digest } = dataset;
      const cut = windowConfig.safeParse((await getFrozenRun(store, run.id))?.config.window);
      const place = { ...query, channel: 0, from: 0, window: cut.success ? cut.data : undefined };
      return parts.analysis.pictures.ask('signal', { name, digest, ...place });
    },
    async getSharedFile({ params, request, reply }) {
      const { run } = await runOf(params.token);
      return sendArtifact(parts, run, params['*'], { request, reply });
    },
  };
}
