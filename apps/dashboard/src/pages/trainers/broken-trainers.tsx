import { Link } from '@tanstack/react-router';
import type { TrainerItem } from '@trainyard/contracts/routes';
import { Panel } from '../../components/panel.tsx';
import { count } from '../../format/number.ts';
import { Faults } from './faults.tsx';

/** Trainers whose manifest has a fault; they come back by themselves when it is mended. */
export function BrokenTrainers({ items }: { items: readonly TrainerItem[] }) {
  return (
    <Panel title="Cannot be used" note={count(items.length, 'trainer')}>
      {items.map(({ manifest, problems }) => (
        <div key={manifest.id}>
          <h3>
            <Link to="/trainers/$id" params={{ id: manifest.id }}>
              <bdi>{manifest.title}</bdi>
            </Link>{' '}
            <code>{manifest.id}</code>
          </h3>
          <Faults problems={problems} />
        </div>
      ))}
    </Panel>
  );
}
