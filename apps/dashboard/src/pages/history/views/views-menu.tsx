import { Button, Menu } from '@mantine/core';
import { IconStar } from '@tabler/icons-react';
import { memo, useState } from 'react';
import { useRoute } from '../../../api/use-route.ts';
import { patchOfView, searchOfQuery, showsView } from './built-in-views.ts';
import classes from './views.module.css';
import { ViewsDialog } from './views-dialog.tsx';

export interface ViewsMenuProps {
  /** As it is seen now, columns included. */
  query: string;
  change: (patch: Record<string, string | undefined>) => void;
}

/** Saved views: own ones and those that others share. */
export const ViewsMenu = memo(function ViewsMenu({ query, change }: ViewsMenuProps) {
  const search = searchOfQuery(query);
  const views = useRoute('listViews', {}, { freshMs: 30_000 });
  const [managing, setManaging] = useState(false);
  const items = views.data?.items ?? [];
  return (
    <>
      <Menu>
        <Menu.Target>
          <Button variant="default" leftSection={<IconStar size={15} aria-hidden />}>
            Saved views
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {items.map(({ id, name, mine, owner, query: saved }) => (
            <Menu.Item
              key={id}
              maw={320}
              {...(showsView(search, searchOfQuery(saved)) ? { fw: 600, 'aria-current': 'true' } : {})}
              onClick={() => change(patchOfView(searchOfQuery(saved)))}
            >
              <bdi className={classes.name}>{name}</bdi>
              {!mine && <span className="muted"> by {owner.name}</span>}
            </Menu.Item>
          ))}
          {items.length === 0 && <Menu.Item disabled>None is saved yet.</Menu.Item>}
          <Menu.Divider />
          <Menu.Item onClick={() => setManaging(true)}>Save or delete views…</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {managing && <ViewsDialog views={items} query={query} close={() => setManaging(false)} />}
    </>
  );
});
