import { Readable } from 'node:stream';
import { TrainyardError } from '@trainyard/contracts';
import {
  appendEvents,
  eachRunPage,
  getRun,
  listRuns,
  patchRun,
  runColumns,
  runIdOf,
  splitList,
} from '@trainyard/store';
import { frozenToYaml } from '@trainyard/trainer-catalog';
import { KeptAnswers } from '../analysis/kept-answer.ts';
import { begun, csvColumns, runsCsv } from '../export/runs-csv.ts';
import type { Handlers } from '../http/handler.ts';
import { attachment } from '../http/range.ts';
import type { Parts } from '../parts.ts';
import { changeRuns, deleteOne, restoreOne } from '../submit/change-runs.ts';
import { continueRun } from '../submit/continue-run.ts';
import { createRun } from '../submit/create-run.ts';
import { frozenOf } from '../submit/repeat-plan.ts';
import { reproduceRun, reproductionOf } from '../submit/reproduce-run.ts';
import { actorOf } from '../submit/submit-run.ts';

type RunRoutes =
  | 'createRun'
  | 'listRuns'
  | 'listRunColumns'
  | 'getRunsCsv'
  | 'changeRuns'
  | 'deleteRun'
  | 'restoreRun'
  | 'getRun'
  | 'patchRun'
  | 'getRunConfig'
  | 'getRunYaml'
  | 'continueRun'
  | 'reproduceRun'
  | 'getReproduction';

/** The choice of columns changes slowly and is asked for by every page of the table. */
const columnsKeptMs = 3000;
const csvPage = 500;

export function runRoutes(parts: Parts): Handlers<RunRoutes> {
  const { store } = parts;
  const columns = new KeptAnswers(() => runColumns(store), { milliseconds: columnsKeptMs, most: 1 });
  return {
    async createRun({ body, caller, reply }) {
      const run = await createRun(parts, body, caller);
      reply.header('location', `/api/v1/runs/${run.id}`);
      return run;
    },
    listRuns: ({ query, caller }) =>
      listRuns(store, {
        ...query,
        filter: withMe(query.filter, caller.id),
        parameters: query.parameters === undefined ? undefined : splitList(query.parameters),
      }),
    listRunColumns: () => columns.get(''),
    async getRunsCsv({ query, caller, reply }) {
      const { columns: asked, parameters } = csvColumns(query.columns);
      const filter = withMe(query.filter, caller.id);
      const pages = await begun(eachRunPage(store, { ...query, filter, parameters, limit: csvPage }));
      reply.type('text/csv; charset=utf-8').header('content-disposition', attachment('runs.csv'));
      return reply.send(Readable.from(runsCsv(pages, asked)));
    },
    changeRuns: ({ body, caller }) => changeRuns(store, body, caller),
    async deleteRun({ params, caller }) {
      return getRun(store, await deleteOne(store, params.id, caller));
    },
    async restoreRun({ params, caller }) {
      return getRun(store, await restoreOne(store, params.id, caller));
    },
    getRun: ({ params }) => getRun(store, params.id),
    async patchRun({ params, body, caller }) {
      const id = await runIdOf(store, params.id);
      await store.begin(async (tx) => {
        const fields = await patchRun(tx, id, body);
        if (fields.length === 0)
          throw new TrainyardError('query-invalid', { detail: 'body: nothing to change was given' });
        await appendEvents(tx, id, [{ kind: 'run-edited', data: { fields, actor: actorOf(caller) } }]);
      });
      return getRun(store, id);
    },
    async getRunConfig({ params }) {
      return frozenOf(parts, await getRun(store, params.id));
    },
    async getRunYaml({ params, reply }) {
      const run = await getRun(store, params.id);
      reply.type('application/yaml; charset=utf-8').header('content-disposition', attachment(`run-${run.number}.yaml`));
      return reply.send(frozenToYaml(await frozenOf(parts, run)));
    },
    async continueRun({ params, body, caller, reply }) {
      const run = await continueRun(parts, params.id, body, caller);
      reply.header('location', `/api/v1/runs/${run.id}`);
      return run;
    },
    async reproduceRun({ params, caller, reply }) {
      const run = await reproduceRun(parts, params.id, caller);
      reply.header('location', `/api/v1/runs/${run.id}`);
      return run;
    },
    getReproduction: ({ params }) => reproductionOf(parts, params.id),
  };
}

/** `owner:me` is who asks. */
function withMe(filter: string | undefined, callerId: string): string | undefined {
  return filter?.replace(/(^|,)owner:me(?=,|$)/g, `$1owner:${callerId}`);
}
