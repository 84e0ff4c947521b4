import { createRootRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { queryClient } from '../api/query-client.ts';
import { routeQuery } from '../api/use-route.ts';
import { MissingPage } from './missing-page.tsx';
import { PageFailure } from './page-failure.tsx';
import { PageLoading } from './page-loading.tsx';
import { Shell } from './shell/shell.tsx';
import { searchText } from './url-search.ts';

/** Every page is a chunk of its own: nothing of a page is loaded before it is opened. */
const root = createRootRoute({ notFoundComponent: MissingPage });
const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell });
const frame = {
  getParentRoute: () => shell,
  validateSearch: searchText,
  pendingComponent: PageLoading,
  errorComponent: PageFailure,
  notFoundComponent: MissingPage,
} as const;

const pages = [
  createRoute({
    ...frame,
    path: '/',
    component: lazyRouteComponent(() => import('../pages/overview/overview-page.tsx')),
  }),
  createRoute({
    ...frame,
    path: '/new',
    component: lazyRouteComponent(() => import('../pages/new-run/new-run-page.tsx')),
  }),
  createRoute({
    ...frame,
    path: '/runs',
    component: lazyRouteComponent(() => import('../pages/history/history-page.tsx')),
  }),
  createRoute({
    ...frame,
    path: '/runs/$id',
    // As soon as a link to it is pointed at, and before the page's code is asked for, which needs most connections.
    beforeLoad: ({ params }) => {
      void queryClient.prefetchQuery(routeQuery('getRun', { params }));
      void import('../charts/chart-parts.ts').catch(() => undefined);
    },
    component: lazyRouteComponent(() => import('../pages/run/run-page.tsx')),
  }),
  createRoute({
    ...frame,
    path: '/runs/$id/results',
    component: lazyRouteComponent(() => import('../pages/results/results-page.tsx')),
  }),
  createRoute({
    ...frame,
    path: '/runs/$id/results/$tab',
    component: lazyRouteComponent(() => import('../pages/results/results-page.tsx')),
  }),
  createRoute({
    ...frame,
    path: '/compare',
    component: lazyRouteComponent(() => import('../pages/compare/compare-page.tsx')),
  }),
  createRoute({
    ...frame,
    path: '/experiments/$id',
    component: lazyRouteComponent(() => import('../pages/experiment/experiment-page.tsx')),
  }),
  createRoute({
    ...frame,
    path: '/datasets',
    component: lazyRouteComponent(() => import('../pages/datasets/datasets-page.tsx')),
  }),
  createRoute({
    ...frame,
    path: '/datasets/$name',
    component: lazyRouteComponent(() => import('../pages/dataset/dataset-page.tsx')),
  }),
  createRoute({
    ...frame,
    path: '/models',
    component: lazyRouteComponent(() => import('../pages/models/models-page.tsx')),
  }),
  createRoute({
    ...frame,
    path: '/models/$ref',
    component: lazyRouteComponent(() => import('../pages/model/model-page.tsx')),
  }),
  createRoute({
    ...frame,
    path: '/prompts',
    component: lazyRouteComponent(() => import('../pages/prompts/prompts-page.tsx')),
  }),
  createRoute({
    ...frame,
    path: '/prompts/$ref',
    component: lazyRouteComponent(() => import('../pages/prompt/prompt-page.tsx')),
  }),
  createRoute({
    ...frame,
    path: '/trainers',
    component: lazyRouteComponent(() => import('../pages/trainers/trainers-page.tsx')),
  }),
  createRoute({
    ...frame,
    path: '/trainers/$id',
    component: lazyRouteComponent(() => import('../pages/trainer/trainer-page.tsx')),
  }),
  createRoute({
    ...frame,
    path: '/reports',
    component: lazyRouteComponent(() => import('../pages/reports/reports-page.tsx')),
  }),
  createRoute({
    ...frame,
    path: '/batches/$number',
    component: lazyRouteComponent(() => import('../pages/batch/batch-page.tsx')),
  }),
  createRoute({
    ...frame,
    path: '/costs',
    component: lazyRouteComponent(() => import('../pages/costs/costs-page.tsx')),
  }),
  createRoute({
    ...frame,
    path: '/workers',
    component: lazyRouteComponent(() => import('../pages/workers/workers-page.tsx')),
  }),
  createRoute({
    ...frame,
    path: '/workers/$id',
    component: lazyRouteComponent(() => import('../pages/worker/worker-page.tsx')),
  }),
  createRoute({
    ...frame,
    path: '/notices',
    component: lazyRouteComponent(() => import('../pages/notices/notices-page.tsx')),
  }),
  createRoute({
    ...frame,
    path: '/settings',
    component: lazyRouteComponent(() => import('../pages/settings/settings-page.tsx')),
  }),
  createRoute({
    ...frame,
    path: '/settings/$section',
    component: lazyRouteComponent(() => import('../pages/settings/section-page.tsx')),
  }),
  createRoute({
    ...frame,
    path: '/gallery',
    component: lazyRouteComponent(() => import('../pages/gallery/gallery-page.tsx')),
  }),
  createRoute({ ...frame, path: '$', component: MissingPage }),
] as const;

/** Read by somebody with a link and no account: no sign-in, no navigation around it. */
const shared = createRoute({
  getParentRoute: () => root,
  path: '/shared/$token',
  validateSearch: searchText,
  pendingComponent: PageLoading,
  errorComponent: PageFailure,
  component: lazyRouteComponent(() => import('../pages/shared/shared-page.tsx')),
});

export const routeTree = root.addChildren([shell.addChildren(pages), shared]);
