import classes from './palette.module.css';
import type { Command, CommandGroup } from './palette-commands.ts';

export interface PaletteListProps {
  id: string;
  groups: readonly CommandGroup[];
  /** Counted over all groups. */
  current: number;
  onPoint: (index: number) => void;
  onTake: (command: Command) => void;
}

/** The options in their groups; the field above has the keyboard. */
export function PaletteList({ id, groups, current, onPoint, onTake }: PaletteListProps) {
  let before = 0;
  return groups.map(({ title, commands }) => {
    const first = before;
    before += commands.length;
    return (
      // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a list of options
      <div key={title} role="group" aria-labelledby={`${id}-${title}`}>
        <p id={`${id}-${title}`} className={classes.group}>
          {title}
        </p>
        {commands.map((command, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keyboard and moves the active option
          // biome-ignore lint/a11y/useFocusableInteractive: as above, focus stays in the field
          <div
            key={command.id}
            id={`${id}-${first + index}`}
            role="option"
            aria-selected={first + index === current}
            className={classes.option}
            onMouseMove={() => onPoint(first + index)}
            onClick={() => onTake(command)}
          >
            <span className={classes.title} dir="auto" title={command.title}>
              {command.title}
            </span>
            <span className={classes.kind}>{command.kind}</span>
          </div>
        ))}
      </div>
    );
  });
}
