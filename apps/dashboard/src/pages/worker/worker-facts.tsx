import type { Worker } from '@trainyard/contracts';
import { FactList } from '../../components/fact-list.tsx';
import { Panel } from '../../components/panel.tsx';
import { Duration, Time } from '../../components/time.tsx';
import { SlotsField } from '../workers/slots-field.tsx';
import { WorkerRuns } from '../workers/worker-runs.tsx';

export function WorkerFacts({ worker, admin }: { worker: Worker; admin: boolean }) {
  return (
    <Panel title="What it is">
      <FactList
        facts={[
          { label: 'Computer', value: <bdi>{worker.host}</bdi> },
          { label: 'Process', value: worker.pid },
          {
            label: 'Slots',
            value: admin ? <SlotsField worker={worker} /> : `${worker.busy} of ${worker.slots} busy`,
          },
          { label: 'Runs', value: <WorkerRuns runs={worker.runs} /> },
          { label: 'GPUs', value: worker.gpus.length === 0 ? 'none' : worker.gpus.join(', ') },
          { label: 'Last sign', value: <Time at={worker.last_beat_at} /> },
          { label: 'Started', value: <Time at={worker.started_at} absolute /> },
          worker.status === 'lost' ? null : { label: 'Up for', value: <Duration since={worker.started_at} /> },
        ]}
      />
    </Panel>
  );
}
