import { Button } from '@mantine/core';
import { IconStack2 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useRoute } from '../../../api/use-route.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { MembersOnly } from '../../../components/members-only.tsx';
import { TrainerIcon } from '../../../components/trainer-icon.tsx';
import { count } from '../../../format/number.ts';
import { type ChosenModel, type ModelTaker, modelTakers } from './model-takers.ts';
import classes from './use-models.module.css';

/** Takes registered models into a new run of whatever trainer asks for models. */
export function UseModels({ chosen }: { chosen: readonly ChosenModel[] }) {
  const [opened, setOpened] = useState(false);
  const what = chosen.length === 1 ? `${chosen[0]?.name}@${chosen[0]?.version}` : count(chosen.length, 'model');
  return (
    <MembersOnly>
      <Button variant="default" leftSection={<IconStack2 size={15} aria-hidden />} onClick={() => setOpened(true)}>
        Use in a new run
      </Button>
      <Dialog opened={opened} onClose={() => setOpened(false)} title={`Use ${what} in a new run`} size={560}>
        {opened && <Takers chosen={chosen} />}
      </Dialog>
    </MembersOnly>
  );
}

function Takers({ chosen }: { chosen: readonly ChosenModel[] }) {
  const trainers = useRoute('listTrainers', {}, { freshMs: 60_000 });
  const me = useRoute('me', {}, { freshMs: 60_000 });
  if (trainers.data === undefined) {
    return trainers.isError ? (
      <ErrorState error={trainers.error} retry={() => void trainers.refetch()} />
    ) : (
      <LoadingState rows={2} what="Loading trainers" />
    );
  }
  const takers = modelTakers(trainers.data.items, chosen, me.data?.role ?? 'viewer');
  if (takers.length === 0) return <p className="muted">No trainer here takes models.</p>;
  return (
    <ul className={classes.takers} aria-label="Trainers that take models">
      {takers.map((taker) => (
        <Taker key={taker.id} taker={taker} />
      ))}
    </ul>
  );
}

function Taker({ taker }: { taker: ModelTaker }) {
  const { title, purpose, icon, takes, missing, refused, search } = taker;
  return (
    <li className={classes.taker}>
      <span className={classes.icon}>
        <TrainerIcon name={icon} />
      </span>
      <span className={classes.words}>
        {refused === null ? (
          <Link to="/new" search={search} className={classes.title ?? ''} dir="auto">
            {title}
          </Link>
        ) : (
          <b dir="auto">{title}</b>
        )}
        <span className="muted" dir="auto">
          {purpose}
        </span>
        <span>
          {takes} {missing}
        </span>
        {refused !== null && <span className={classes.refused}>{refused}</span>}
      </span>
    </li>
  );
}
