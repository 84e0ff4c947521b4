import type { EntrantView } from '@trainyard/sections';
import { Badge } from '../components/status-badge.tsx';
import type { Tone } from '../format/run-status.ts';
import classes from './going-on.module.css';

const toneOf: Record<EntrantView['status'], Tone> = {
  racing: 'accent',
  kept: 'ok',
  dropped: 'bad',
  unproved: 'plain',
  out: 'warn',
};

/** Who races, how far each is, and how likely it is to be better. */
export function RaceBoard({ entrants, caption }: { entrants: readonly EntrantView[]; caption: string }) {
  const scored = entrants.some(({ score }) => score !== null);
  const saves = entrants.some(({ saved }) => saved !== '');
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group that scrolls, and no form
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div role="group" className={classes.frame} tabIndex={0} aria-label={caption}>
      <table className={classes.race}>
        <caption className="unseen">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Entrant</th>
            <th scope="col">Status</th>
            <th scope="col">Distance</th>
            <th scope="col">P(better)</th>
            {scored && <th scope="col">Score</th>}
            {saves && <th scope="col">Saved</th>}
          </tr>
        </thead>
        <tbody>
          {entrants.map((one, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: names may be alike
            <tr key={i} data-status={one.status}>
              <th scope="row">
                <bdi>{one.name}</bdi>
                {one.detail !== '' && (
                  <bdi className={classes.detail} title={one.detail}>
                    {one.detail}
                  </bdi>
                )}
              </th>
              <td>
                <Badge tone={toneOf[one.status]}>{one.statusText}</Badge>
              </td>
              <td data-title="Distance">
                <span className={classes.distance}>
                  <span className={classes.track} aria-hidden="true">
                    <span style={{ width: `${one.share * 100}%` }} />
                  </span>
                  {one.distance}
                </span>
              </td>
              <td data-title="P(better)">
                <Chance entrant={one} />
              </td>
              {scored && (
                <td className="numeric" data-title="Score">
                  {one.scoreText === '' ? '–' : one.scoreText}
                </td>
              )}
              {saves && (
                <td className={classes.saved} data-title="Saved">
                  {one.saved}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The chance as a point between 0 and 1, the bar that it is held against as a line. The words say the same. */
function Chance({ entrant: { chance, chanceText, bar, barText } }: { entrant: EntrantView }) {
  if (chance === null) return <span className="muted">not looked at yet</span>;
  return (
    <span className={classes.chance}>
      <span className={classes.scale} aria-hidden="true">
        {bar !== null && <span className={classes.bar} style={{ left: `${bar * 100}%` }} />}
        <span className={classes.point} style={{ left: `${Math.min(1, Math.max(0, chance)) * 100}%` }} />
      </span>
      {chanceText}
      {bar !== null && <span className="muted">bar {barText}</span>}
    </span>
  );
}
