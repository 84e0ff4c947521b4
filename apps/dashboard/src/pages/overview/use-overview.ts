import { useRoute } from '../../api/use-route.ts';

export const activeInput = {
  query: { filter: 'status:running,status:pausing,status:stopping,status:paused', sort: 'started_at', limit: 20 },
};
const queueLimit = 50;
const workersEveryMs = 5_000;

export const useActive = () => useRoute('listRuns', activeInput);
export const useQueue = () =>
  useRoute('listRuns', { query: { filter: 'status:queued', sort: 'queued_at', limit: queueLimit } });
export const useLast = () =>
  useRoute('listRuns', {
    query: {
      filter: 'status:completed,status:failed,status:stopped,status:cancelled',
      sort: '-ended_at',
      limit: 10,
    },
  });
export const useWorkers = () => useRoute('listWorkers', {}, { everyMs: workersEveryMs });
/** Best results change when runs end; the list of runs is read anew then, this a moment later. */
export const useBest = () => useRoute('listBest', {}, { everyMs: 15_000 });
export const useUnread = () => useRoute('listNotices', { query: { unread: 'true', limit: 5 } }, { everyMs: 15_000 });
