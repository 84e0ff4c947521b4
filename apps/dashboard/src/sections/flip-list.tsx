import type { FlipsView, FlipView } from '@trainyard/sections';
import { useState } from 'react';
import { Badge } from '../components/status-badge.tsx';
import { count } from '../format/number.ts';
import { ChoiceBar } from './choice-bar.tsx';
import classes from './flip-list.module.css';

const effects = [
  { label: 'Both', value: 'both' },
  { label: 'Fixed', value: 'fixed' },
  { label: 'Broke', value: 'broke' },
] as const;

/** Which items an edit fixed and which it broke, with what was answered before and after. */
export function FlipList({ flips, heading: Heading }: { flips: FlipsView; heading: 'h3' | 'h4' | 'h5' }) {
  const [effect, setEffect] = useState<(typeof effects)[number]['value']>('both');
  const shown = flips.cases.filter((one) => effect === 'both' || one.effect === effect);
  const all = effect === 'both' ? flips.fixed + flips.broke : flips[effect];
  return (
    <div className={classes.flips}>
      <div className={classes.head}>
        <Heading>What it did to the items</Heading>
        {flips.cases.length > 0 && (
          <ChoiceBar label="Which items" choices={effects} value={effect} onChange={setEffect} />
        )}
      </div>
      <p className={classes.words}>
        Fixed {flips.fixed}, broke {flips.broke}
        {flips.compared === null ? '' : ` of ${count(flips.compared, 'item')} that both have answered`}.
      </p>
      {shown.length > 0 && <Flips cases={shown} />}
      {shown.length < all && (
        <p className="muted">
          {shown.length} of {all} are shown.
        </p>
      )}
    </div>
  );
}

function Flips({ cases }: { cases: readonly FlipView[] }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group that scrolls, and no form
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div role="group" className={classes.frame} tabIndex={0} aria-label="Items that were fixed or broken">
      <table className={classes.table}>
        <caption className="unseen">Items that were fixed or broken</caption>
        <thead>
          <tr>
            <th scope="col">Item</th>
            <th scope="col">Input</th>
            <th scope="col">Expected</th>
            <th scope="col">Answer before</th>
            <th scope="col">Answer after</th>
          </tr>
        </thead>
        <tbody>
          {cases.map((one, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: items may be called alike
            <tr key={i}>
              <th scope="row">
                <bdi className={classes.item}>{one.item}</bdi>
                <Badge tone={one.effect === 'fixed' ? 'ok' : 'bad'}>{one.effect}</Badge>
              </th>
              <Words text={one.input} />
              <Words text={one.expected} />
              <Words text={one.before} />
              <Words text={one.after} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Words({ text }: { text: string | null }) {
  return (
    <td>
      {text === null ? (
        <span className="muted">–</span>
      ) : text === '' ? (
        <span className="muted">empty</span>
      ) : (
        <span className={classes.text} dir="auto" title={text.length > 80 ? text : undefined}>
          {text}
        </span>
      )}
    </td>
  );
}
