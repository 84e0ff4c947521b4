import { Badge } from '../../../components/status-badge.tsx';
import { TrainerIcon } from '../../../components/trainer-icon.tsx';
import classes from './choose.module.css';
import type { TrainerCard } from './trainer-card.ts';

/** One trainer; the whole card is its button. */
export function TrainerCardView({ card, chosen, choose }: { card: TrainerCard; chosen: boolean; choose: () => void }) {
  const { id, title, purpose, icon, family, time, quality, basis, environment, problems, refused, source } = card;
  const heading = `trainer-${id}`;
  return (
    <li className={classes.card} data-refused={refused !== null} data-chosen={chosen}>
      <div className={classes.cardHead}>
        <span className={classes.icon}>
          <TrainerIcon name={icon} />
        </span>
        <h2 id={heading} className={classes.title} title={title}>
          {refused === null ? (
            <button type="button" className={classes.choose} onClick={choose} dir="auto">
              {title}
            </button>
          ) : (
            <bdi>{title}</bdi>
          )}
        </h2>
        <span className={`${classes.tag} cut`} title={family}>
          <bdi>{family}</bdi>
        </span>
      </div>
      <p className={classes.purpose} dir="auto">
        {purpose}
      </p>
      {(time !== null || quality !== null) && (
        <dl className={classes.facts}>
          {time !== null && (
            <div>
              <dt>Time</dt>
              <dd>{time}</dd>
            </div>
          )}
          {quality !== null && (
            <div>
              <dt>Quality</dt>
              <dd dir="auto">{quality}</dd>
            </div>
          )}
        </dl>
      )}
      <div className={classes.foot}>
        {basis !== null && <span>{basis}</span>}
        {source === 'user' && <span>your own</span>}
        {environment !== null && <Badge tone="warn">{environment}</Badge>}
        {refused !== null && (
          <Badge tone={problems.length > 0 ? 'bad' : 'plain'}>{problems.length > 0 ? 'Faulty' : 'Not for you'}</Badge>
        )}
      </div>
      {refused !== null && <p className={classes.refused}>{refused}</p>}
      {problems.length > 0 && (
        <ul className={classes.problems}>
          {problems.slice(0, 5).map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
          {problems.length > 5 && <li>… and {problems.length - 5} more</li>}
        </ul>
      )}
    </li>
  );
}
