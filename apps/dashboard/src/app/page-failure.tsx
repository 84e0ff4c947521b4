import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { ErrorState } from '../components/error-state.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { Panel } from '../components/panel.tsx';
import { isOldPage, reloadOnce } from './old-page.ts';

/** A page that failed fails alone: the frame around it keeps working. */
export function PageFailure({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const queries = useQueryErrorResetBoundary();
  if (isOldPage(error) && reloadOnce()) return null;
  return (
    <>
      <PageHeader title="This page could not be shown" />
      <Panel>
        <ErrorState
          error={error}
          retry={() => {
            queries.reset();
            reset();
            void router.invalidate();
          }}
        />
      </Panel>
    </>
  );
}
