import { Button } from '@mantine/core';
import type { PromptItem } from '@trainyard/contracts';
import { Panel } from '../../components/panel.tsx';
import { nothing } from '../../format/number.ts';
import classes from './dataset.module.css';

/** One item whole, as it is sent: line ends, blanks and all. */
export function ItemView({ item, close }: { item: PromptItem; close: () => void }) {
  const { id, input, expected, group, values } = item;
  const parts = [
    ['Input', input],
    ['Expected', expected],
    ...(group === null ? [] : [['Group', group] as const]),
    ...Object.entries(values),
  ] as const;
  return (
    <Panel
      title={
        <>
          Item <bdi>{id}</bdi>
        </>
      }
      actions={
        <Button variant="default" onClick={close}>
          Close
        </Button>
      }
    >
      <dl className={classes.item}>
        {parts.map(([name, text]) => (
          <div key={name}>
            <dt>
              <bdi>{name}</bdi>
            </dt>
            <dd>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
              <section dir="auto" tabIndex={0} aria-label={`${name} of item ${id}`}>
                {text.trim() === '' ? nothing : text}
              </section>
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
