import { ActionIcon, SegmentedControl, Switch, TextInput, Tooltip } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconDownload, IconSearch } from '@tabler/icons-react';
import { CopyButton } from '../../../components/copy-button.tsx';
import { formatInteger } from '../../../format/number.ts';
import { type LogLevel, type LogLine, shownText } from './log-line.ts';
import classes from './log-panel.module.css';
import { placeOf } from './sifted-log.ts';
import type { Sifted } from './use-sifted.ts';

export interface LogToolsProps {
  level: LogLevel;
  onLevel: (level: LogLevel) => void;
  typed: string;
  onTyped: (text: string) => void;
  /** Null while nothing is searched. */
  found: Sifted | null;
  current: number | null;
  step: (direction: 1 | -1) => void;
  follow: boolean;
  onFollow: (follow: boolean) => void;
  lineOf: (n: number) => LogLine | undefined;
  number: number;
}

const levels: { value: LogLevel; label: string }[] = [
  { value: 'debug', label: 'All' },
  { value: 'info', label: 'Info' },
  { value: 'warning', label: 'Warn' },
  { value: 'error', label: 'Error' },
];

export function LogTools(props: LogToolsProps) {
  const { level, onLevel, typed, onTyped, found, current, step, follow, onFollow, lineOf, number } = props;
  const line = current === null ? undefined : lineOf(current);
  return (
    <>
      {line !== undefined && <CopyButton text={shownText(line.text)} what={`line ${line.n + 1}`} />}
      <SegmentedControl
        aria-label="Least grave level that is shown"
        data={levels}
        value={level}
        onChange={(value) => onLevel(value as LogLevel)}
      />
      <TextInput
        className={classes.search ?? ''}
        aria-label="Search the log"
        placeholder="Search log"
        type="search"
        maxLength={200}
        leftSection={<IconSearch size={14} />}
        value={typed}
        onChange={(event) => onTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
          else if (event.key === 'Escape') onTyped('');
        }}
      />
      {typed !== '' && (
        <>
          <span className={classes.hits} role="status">
            {hitWords(found, current)}
          </span>
          <Tooltip label="Previous hit (Shift Enter)">
            <ActionIcon aria-label="Previous hit" onClick={() => step(-1)}>
              <IconChevronUp size={15} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label="Next hit (Enter)">
            <ActionIcon aria-label="Next hit" onClick={() => step(1)}>
              <IconChevronDown size={15} />
            </ActionIcon>
          </Tooltip>
        </>
      )}
      <Switch label="Follow" checked={follow} onChange={(event) => onFollow(event.currentTarget.checked)} />
      <Tooltip label="Download the whole log">
        <ActionIcon
          variant="default"
          aria-label="Download the whole log"
          component="a"
          href={`/api/v1/runs/${number}/logs.txt`}
          download
        >
          <IconDownload size={15} />
        </ActionIcon>
      </Tooltip>
    </>
  );
}

function hitWords(found: Sifted | null, current: number | null): string {
  if (found === null || found.loading) return '…';
  if (found.failed !== null) return 'Not searched';
  const { lines, full } = found.log;
  if (lines.length === 0) return 'No hits';
  const place = current === null ? -1 : placeOf(lines, current);
  const at = place >= 0 && lines[place]?.n === current ? `${formatInteger(place + 1)} of ` : '';
  return `${at}${formatInteger(lines.length)}${full ? ' or more' : ''}${at === '' ? (lines.length === 1 ? ' hit' : ' hits') : ''}`;
}
