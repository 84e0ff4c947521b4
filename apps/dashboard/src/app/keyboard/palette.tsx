import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useDeferredValue, useId, useState } from 'react';
import { Dialog } from '../../components/dialog.tsx';
import { useColourMode } from '../../theme/colour-mode.ts';
import { closeDialog, openHelp } from './open-dialog.ts';
import classes from './palette.module.css';
import { type Command, matching } from './palette-commands.ts';
import { useFound } from './use-found.ts';

/** One field that goes anywhere: pages, runs, data sets, trainers, and the commands of the page's frame. */
export default function Palette() {
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const listId = useId();
  const navigate = useNavigate();
  const { scheme, choose } = useColourMode();
  const found = useFound(useDeferredValue(text.trim()));
  const extra: Command[] = [
    { id: 'help', title: 'Keyboard help', kind: 'Command', run: openHelp },
    {
      id: 'colours',
      title: scheme === 'dark' ? 'Light colours' : 'Dark colours',
      kind: 'Command',
      run: () => choose(scheme === 'dark' ? 'light' : 'dark'),
    },
  ];
  const items = matching(text, extra, found);
  const current = Math.min(active, Math.max(0, items.length - 1));

  function take(command: Command | undefined): void {
    if (command === undefined) return;
    closeDialog();
    if (command.href !== undefined) void navigate({ href: command.href });
    else command.run?.();
  }
  function onKeyDown(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && items.length > 0) {
      event.preventDefault();
      setActive((current + step + items.length) % items.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      take(items[current]);
    }
  }

  return (
    <Dialog opened onClose={closeDialog} title="Search or run a command" size={560} high>
      <input
        className={classes.field}
        value={text}
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
          setText(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={listId} role="listbox" aria-label="Found" className={classes.list}>
        {items.map((command, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keyboard and moves the active option
          // biome-ignore lint/a11y/useFocusableInteractive: as above, focus stays in the field
          <div
            key={command.id}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === current}
            className={classes.option}
            onMouseMove={() => setActive(index)}
            onClick={() => take(command)}
          >
            <span className={classes.title} dir="auto">
              {command.title}
            </span>
            <span className={classes.kind}>{command.kind}</span>
          </div>
        ))}
      </div>
      <p className={classes.none} role="status">
        {items.length === 0 ? 'Nothing has a name like that.' : ''}
      </p>
    </Dialog>
  );
}
