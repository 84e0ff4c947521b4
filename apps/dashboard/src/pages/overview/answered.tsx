import type { UseQueryResult } from '@tanstack/react-query';
import type { ApiError } from '@trainyard/api-client';
import type { ReactNode } from 'react';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';

export interface AnsweredProps<T> {
  of: UseQueryResult<T, ApiError>;
  what: string;
  rows?: number;
  children: (data: T) => ReactNode;
}

/** Each panel stands for itself: one that cannot be read does not take the others along. */
export function Answered<T>({ of, what, rows = 3, children }: AnsweredProps<T>) {
  if (of.data !== undefined) {
    return (
      <>
        {of.isError && (
          <p className="muted" role="status" style={{ padding: '6px 12px' }}>
            Not read again: {of.error.detail}
          </p>
        )}
        {children(of.data)}
      </>
    );
  }
  if (of.isError) return <ErrorState error={of.error} retry={() => void of.refetch()} />;
  return <LoadingState rows={rows} what={`Loading ${what}`} />;
}
