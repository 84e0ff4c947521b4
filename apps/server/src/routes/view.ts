import { deleteView, listViews, saveView } from '@trainyard/store';
import type { Handlers } from '../http/handler.ts';
import type { Parts } from '../parts.ts';

export function viewRoutes({ store }: Parts): Handlers<'listViews' | 'createView' | 'deleteView'> {
  return {
    async listViews({ caller }) {
      return { items: await listViews(store, caller.id) };
    },
    createView: ({ body, caller }) => saveView(store, caller.id, body),
    async deleteView({ params, caller, reply }) {
      await deleteView(store, caller.id, params.view);
      return reply.send();
    },
  };
}
