import { TextInput } from '@mantine/core';
import type { PromptItem } from '@trainyard/contracts';
import { useRoute } from '../../api/use-route.ts';
import { cursorOf } from '../../app/cursor-trail.ts';
import { useSearchText } from '../../app/use-search.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { formatInteger, nothing } from '../../format/number.ts';
import classes from './dataset.module.css';
import { ItemView } from './item-view.tsx';
import { PageButtons } from './page-buttons.tsx';

const pageSize = 25;
/** Of a text of a hundred thousand characters the table needs the beginning only; the whole is shown beside it. */
const shownCharacters = 400;

function Beginning({ text }: { text: string }) {
  if (text.trim() === '') return nothing;
  return <bdi className={classes.text}>{text.slice(0, shownCharacters)}</bdi>;
}

function columnsOf(
  items: readonly PromptItem[],
  shown: string | undefined,
  show: (item: PromptItem) => void,
): Column<PromptItem>[] {
  const grouped = items.some(({ group }) => group !== null);
  return [
    {
      key: 'id',
      title: 'Item',
      rowHeader: true,
      cell: (item) => (
        <button
          type="button"
          className={classes.sample}
          aria-pressed={item.id === shown}
          title={`Show item ${item.id} whole`}
          onClick={() => show(item)}
        >
          <bdi>{item.id}</bdi>
        </button>
      ),
    },
    { key: 'input', title: 'Input', cell: ({ input }) => <Beginning text={input} /> },
    { key: 'expected', title: 'Expected', cell: ({ expected }) => <Beginning text={expected} /> },
    ...(grouped
      ? [{ key: 'group', title: 'Group', cell: ({ group }: PromptItem) => <Beginning text={group ?? ''} /> }]
      : []),
  ];
}

/** Items that prompts are tried on, in their order; one of them is shown whole. */
export function ItemsPanel({ full }: { full: string }) {
  const [search, change] = useSearchText();
  const { q, sample, samples: trail } = search;
  const cursor = cursorOf(trail);
  const query = {
    limit: pageSize,
    ...(q === undefined ? {} : { q: q.slice(0, 200) }),
    ...(cursor === undefined ? {} : { cursor }),
  };
  const found = useRoute('listItems', { params: { name: full }, query }, { keepPrevious: true });
  const items = found.data?.items ?? [];
  const whole = items.find(({ id }) => id === sample);
  return (
    <>
      {whole !== undefined && <ItemView item={whole} close={() => change({ sample: undefined }, { replace: true })} />}
      <Panel
        title="Items"
        note={found.data === undefined ? undefined : formatInteger(found.data.total)}
        flush
        actions={
          <TextInput
            aria-label="Find items by their text"
            placeholder="Find by text"
            value={q ?? ''}
            maxLength={200}
            className={classes.labels ?? ''}
            onChange={(event) =>
              change(
                { q: event.currentTarget.value || undefined, samples: undefined, sample: undefined },
                { replace: true },
              )
            }
          />
        }
      >
        {found.data === undefined ? (
          found.isError ? (
            <ErrorState error={found.error} retry={() => void found.refetch()} />
          ) : (
            <LoadingState rows={6} what="Loading items" />
          )
        ) : (
          <>
            <DataTable
              caption="Table of items"
              rows={items}
              keyOf={({ id }) => id}
              none="No item has this text."
              columns={columnsOf(items, sample, ({ id }) =>
                change({ sample: id === sample ? undefined : id }, { replace: true }),
              )}
            />
            <PageButtons size={pageSize} next={found.data.next_cursor} />
          </>
        )}
      </Panel>
    </>
  );
}
