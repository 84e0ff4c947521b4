import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Dataset, DatasetVersion } from '@trainyard/contracts';
import { useRoute } from '../../api/use-route.ts';
import { TrainerIcon } from '../../components/trainer-icon.tsx';
import classes from './dataset.module.css';
import { trainersFor } from './trainers-for.ts';

/** Which trainers can work on it; each begins a new run with both chosen. */
export function TrainMenu({ dataset, version }: { dataset: Dataset; version: DatasetVersion }) {
  const trainers = useRoute('listTrainers', {}, { freshMs: 60_000 });
  const suiting = trainersFor(version, trainers.data?.items ?? []);
  // Without a version it is always the newest.
  const ref = version.version === dataset.latest.version ? dataset.name : `${dataset.name}@${version.version}`;
  if (suiting.length === 0) {
    return trainers.data === undefined ? null : <span className="muted">No trainer here works on it.</span>;
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button rightSection={<IconChevronDown size={15} aria-hidden />}>Train on this</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {suiting.map(({ manifest }) => (
          <Menu.Item
            key={manifest.id}
            component={Link}
            to={`/new?trainer=${encodeURIComponent(manifest.id)}&dataset=${encodeURIComponent(ref)}`}
            leftSection={<TrainerIcon name={manifest.icon} size={16} />}
          >
            <bdi className={classes.trainer}>{manifest.title}</bdi>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
