import { LoadingState } from '../components/loading-state.tsx';
import { Panel } from '../components/panel.tsx';

export function PageLoading() {
  return (
    <Panel>
      <LoadingState what="Loading the page" />
    </Panel>
  );
}
