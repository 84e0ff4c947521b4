import { Switch } from '@mantine/core';
import { Fragment } from 'react';
import { Dialog } from '../../components/dialog.tsx';
import { Kbd } from '../../components/kbd.tsx';
import classes from './help.module.css';
import { closeDialog } from './open-dialog.ts';
import { type Shortcut, shortcutGroups } from './shortcuts.ts';
import { allowSingleKeys, useSingleKeys } from './single-keys.ts';

function Keys({ keys, inTurn = false }: Shortcut) {
  return keys.map((name, index) => (
    <Fragment key={name}>
      {inTurn && index > 0 && <span className="muted">then</span>}
      <Kbd>{name}</Kbd>
    </Fragment>
  ));
}

/** All keys, and the way to turn those of one letter off. */
export default function Help() {
  const single = useSingleKeys();
  return (
    <Dialog opened onClose={closeDialog} title="Keyboard" size={560}>
      {shortcutGroups.map((group) => (
        <section key={group.title} className={classes.group} aria-label={group.title}>
          <div className={classes.title}>
            <h3>{group.title}</h3>
            {group.single && (
              <Switch
                label={single ? 'On' : 'Off'}
                aria-label={`${single ? 'On' : 'Off'}: single keys`}
                checked={single}
                onChange={(event) => allowSingleKeys(event.currentTarget.checked)}
              />
            )}
          </div>
          <dl className={classes.keys} data-off={group.single && !single}>
            {group.shortcuts.map((shortcut) => (
              <div key={shortcut.does} className={classes.row}>
                <dt>
                  <Keys {...shortcut} />
                </dt>
                <dd>{shortcut.does}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
