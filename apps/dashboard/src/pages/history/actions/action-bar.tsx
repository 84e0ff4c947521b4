import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useRoute } from '../../../api/use-route.ts';
import { useMayChange } from '../../../components/members-only.tsx';
import { formatInteger } from '../../../format/number.ts';
import { whyNotCompared } from '../selection/selected-numbers.ts';
import classes from './action-bar.module.css';
import { whyNotReported } from './report-trainers.ts';
import { TagDialog } from './tag-dialog.tsx';
import { useReport } from './use-report.ts';
import { useRunChanges } from './use-run-changes.ts';

export interface ActionBarProps {
  numbers: readonly string[];
  /** They are deleted ones. */
  deleted: boolean;
  csv: string;
  clear: () => void;
  onDeleted: (numbers: number[]) => void;
}

/** The API takes so many. */
const changedAtOnce = 500;

/** What can be done with the selected runs. */
export function ActionBar({ numbers, deleted, csv, clear, onDeleted }: ActionBarProps) {
  const [tagging, setTagging] = useState(false);
  const changes = useRunChanges(onDeleted);
  const report = useReport(numbers.length > 0);
  const refusal = whyNotCompared(numbers.length);
  const mayChange = useMayChange();
  // Selected runs may be on other pages; their tags are asked for only when they are wanted.
  const tagged = useRoute(
    'listRuns',
    { query: { filter: numbers.map((number) => `number:${number}`).join(','), limit: 500 } },
    { enabled: tagging },
  );
  const present = [...new Set((tagged.data?.items ?? []).flatMap((run) => Object.keys(run.tags)))].sort();
  const compare = `Compare ${numbers.length} runs`;
  return (
    <section className={classes.bar} aria-label="Selected runs">
      <span className={classes.count} aria-live="polite">
        {formatInteger(numbers.length)} selected
      </span>
      <Button variant="subtle" onClick={clear}>
        Clear
      </Button>
      <Menu>
        <Menu.Target>
          <Button
            variant="default"
            disabled={numbers.length > changedAtOnce}
            title={numbers.length > changedAtOnce ? `At most ${changedAtOnce} runs are changed at once.` : undefined}
            loading={changes.busy}
            rightSection={<IconChevronDown size={14} aria-hidden />}
          >
            Actions
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {mayChange && (
            <>
              <Menu.Item onClick={() => setTagging(true)}>Tags…</Menu.Item>
              <Menu.Item onClick={() => changes.keep(numbers)}>Keep</Menu.Item>
              <Menu.Item onClick={() => changes.keep(numbers, false)}>Stop keeping</Menu.Item>
            </>
          )}
          <Menu.Item component="a" href={csv} download>
            Export as CSV
          </Menu.Item>
          {(mayChange ? report.trainers : []).map((trainer) => {
            const why = whyNotReported(trainer, numbers.length);
            return (
              <Menu.Item
                key={trainer.manifest.id}
                disabled={why !== null || report.busy}
                onClick={() => report.start(trainer.manifest.id, numbers)}
              >
                {why ?? `Summary: ${trainer.manifest.title}`}
              </Menu.Item>
            );
          })}
          {mayChange && (
            <>
              <Menu.Divider />
              {deleted ? (
                <Menu.Item onClick={() => changes.restore(numbers)}>Restore</Menu.Item>
              ) : (
                <Menu.Item className={classes.delete ?? ''} onClick={() => changes.remove(numbers)}>
                  Delete
                </Menu.Item>
              )}
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {refusal === null ? (
        <Button component={Link} to="/compare" search={{ ids: numbers.join(',') } as never}>
          {compare}
        </Button>
      ) : (
        <Button aria-disabled data-disabled title={refusal} onClick={(event) => event.preventDefault()}>
          {numbers.length < 2 ? 'Compare' : compare}
        </Button>
      )}
      {tagging && (
        <TagDialog
          runs={numbers.length}
          present={present}
          add={(tags) => changes.tag(numbers, tags)}
          remove={(keys) => changes.untag(numbers, keys)}
          close={() => setTagging(false)}
        />
      )}
    </section>
  );
}
