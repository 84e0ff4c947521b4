import { CloseButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useRoute } from '../../api/use-route.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { Panel } from '../../components/panel.tsx';
import { closeGuide, guideSentence, isGuideClosed, showsGuide } from './guide.ts';
import classes from './overview.module.css';
import { useActive, useQueue } from './use-overview.ts';

function Command({ text }: { text: string }) {
  return (
    <span className={classes.command}>
      <code className="cut" title={text}>
        {text}
      </code>
      <CopyButton text={text} what="the command" />
    </span>
  );
}

/** For a new home: what happens now, and the first three things to do. */
export function GuidePanel() {
  const [closed, setClosed] = useState(isGuideClosed);
  const all = useRoute('listRuns', { query: { limit: 1 } });
  const active = useActive();
  const queue = useQueue();
  if (!showsGuide(all.data?.total, closed)) return null;
  const first = active.data?.items[0];
  const steps = [
    {
      title: 'Bring data',
      link: <Link to="/datasets">Import a data set</Link>,
      text: 'Recordings, tables or series become a data set with a report on every file.',
      command: 'npx trainyard dataset add FOLDER',
    },
    {
      title: 'Train a model',
      link: <Link to="/new">New run</Link>,
      text: 'Choose a trainer and launch: the recommended settings are filled in.',
      command: 'npx trainyard trainer list',
    },
    {
      title: 'Run a script of your own',
      link: <Link to="/trainers">Trainers</Link>,
      text: 'Any program can be a run, with its log, its metrics, pause and resume.',
      command: 'npx trainyard run --help',
    },
  ];
  return (
    <Panel
      title="First steps"
      actions={
        <CloseButton
          aria-label="Close the first steps"
          onClick={() => {
            closeGuide();
            setClosed(true);
          }}
        />
      }
    >
      <p className={classes.now}>
        {guideSentence(active.data?.items ?? [], queue.data?.total ?? 0, all.data?.total ?? 0)}{' '}
        {first !== undefined && (
          <Link to="/runs/$id" params={{ id: String(first.number) }}>
            Watch run {first.number}
          </Link>
        )}
      </p>
      <ol className={classes.steps}>
        {steps.map(({ title, link, text, command }) => (
          <li key={title} className={classes.step}>
            <h3>{title}</h3>
            <p className="muted">{text}</p>
            <p>{link}, or in a terminal:</p>
            <Command text={command} />
          </li>
        ))}
      </ol>
    </Panel>
  );
}
