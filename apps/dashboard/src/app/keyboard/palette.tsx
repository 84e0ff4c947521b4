import { useNavigate } from '@tanstack/react-router';
import type { RunAction } from '@trainyard/contracts';
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useRef, useState } from 'react';
import { Dialog } from '../../components/dialog.tsx';
import { ActionConfirm } from '../../pages/run/actions/action-confirm.tsx';
import { useColourMode } from '../../theme/colour-mode.ts';
import { closeDialog, openHelp } from './open-dialog.ts';
import classes from './palette.module.css';
import { type Command, groupsFor } from './palette-commands.ts';
import { PaletteList } from './palette-list.tsx';
import { recentCommands, rememberCommand } from './recent-commands.ts';
import { fieldHasFocus, putTyped, useTyped } from './typed-ahead.ts';
import { useFound } from './use-found.ts';
import { useRunCommands } from './use-run-commands.ts';

/** One field that goes anywhere: pages, runs, data sets, trainers, and the commands of the frame and of the open run. */
export default function Palette() {
  const typed = useTyped();
  const [active, setActive] = useState(0);
  const [confirming, setConfirming] = useState<RunAction | null>(null);
  const [recent] = useState(recentCommands);
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const navigate = useNavigate();
  const { scheme, choose } = useColourMode();
  const text = typed.trim();
  const found = useFound(useDeferredValue(text));
  const open = useRunCommands(setConfirming);
  const groups = groupsFor(text, {
    recent,
    ...found,
    actions: [
      ...open.commands,
      {
        id: 'colours',
        title: scheme === 'dark' ? 'Light colours' : 'Dark colours',
        kind: 'Command',
        run: () => choose(scheme === 'dark' ? 'light' : 'dark'),
      },
      { id: 'import', title: 'Import a data set', kind: 'Command', href: '/datasets?import=1' },
      { id: 'help', title: 'Keyboard help', kind: 'Command', run: openHelp },
    ],
  });
  const items = groups.flatMap(({ commands }) => commands);
  const current = Math.min(active, Math.max(0, items.length - 1));
  // biome-ignore lint/correctness/useExhaustiveDependencies: another active option is what is to be seen
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  function take(command: Command | undefined): void {
    if (command === undefined) return;
    rememberCommand(command);
    // The question of a command that asks first takes the place of the palette.
    if (command.asks !== true) closeDialog();
    if (command.href !== undefined) void navigate({ href: command.href });
    else command.run?.();
  }
  function onKeyDown(event: KeyboardEvent): void {
    const last = items.length - 1;
    const to = { ArrowDown: current === last ? 0 : current + 1, ArrowUp: current === 0 ? last : current - 1 };
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (last >= 0) setActive(to[event.key]);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      take(items[current]);
    }
  }
  if (confirming !== null && open.run !== null) {
    return (
      <ActionConfirm
        run={open.run}
        action={confirming}
        capabilities={open.capabilities}
        busy={false}
        onConfirm={(action) => {
          open.ask(action);
          closeDialog();
        }}
        onClose={closeDialog}
      />
    );
  }
  return (
    <Dialog opened onClose={closeDialog} title="Search or run a command" size={560} high>
      <input
        className={classes.field}
        value={typed}
        placeholder="A run, a data set, a trainer, a page"
        aria-label="Search or run a command"
        role="combobox"
        aria-expanded={items.length > 0}
        aria-controls={listId}
        aria-activedescendant={items.length > 0 ? `${listId}-${current}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        maxLength={200}
        data-autofocus
        onChange={(event) => {
          putTyped(event.currentTarget.value);
          setActive(0);
        }}
        onFocus={fieldHasFocus}
        onKeyDown={onKeyDown}
      />
      <div ref={list} id={listId} role="listbox" aria-label="Found" className={classes.list}>
        <PaletteList id={listId} groups={groups} current={current} onPoint={setActive} onTake={take} />
      </div>
      <p className={classes.none} role="status">
        {items.length === 0 ? 'Nothing has a name like that.' : ''}
      </p>
    </Dialog>
  );
}
