import { Dialog } from '../../components/dialog.tsx';
import { Kbd } from '../../components/kbd.tsx';
import classes from './help.module.css';
import { closeDialog } from './open-dialog.ts';

const keys: readonly { keys: readonly string[]; does: string }[] = [
  { keys: ['/', 'Ctrl K'], does: 'Search, or run a command' },
  { keys: ['?'], does: 'This help' },
  { keys: ['Esc'], does: 'Close a dialog or menu' },
  { keys: ['Tab', 'Shift Tab'], does: 'Next or earlier control; the first one of a page skips to its content' },
  { keys: ['↑', '↓', '←', '→'], does: 'Move in menus, tabs and the cells of a confusion matrix' },
  { keys: ['Enter', 'Space'], does: 'Press the focused button' },
];

export default function Help() {
  return (
    <Dialog opened onClose={closeDialog} title="Keyboard" size={480}>
      <dl className={classes.keys}>
        {keys.map(({ keys: names, does }) => (
          <div key={does} className={classes.row}>
            <dt>
              {names.map((name) => (
                <Kbd key={name}>{name}</Kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
