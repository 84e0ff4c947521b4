import { useRoute } from '../../api/use-route.ts';
import { DataTable } from '../../components/data-table.tsx';
import { Panel } from '../../components/panel.tsx';
import { Time } from '../../components/time.tsx';
import { moveWords } from './move-words.ts';

const shown = 20;

/** Who moved an alias, and when. Nothing where none was ever set. */
export function MovesPanel({ name }: { name: string }) {
  const moves = useRoute('listModelMoves', { params: { name }, query: { limit: shown } });
  const items = moves.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Panel title="Moves of its aliases" flush>
      <DataTable
        caption="Moves of aliases"
        rows={items}
        keyOf={({ alias, at }) => `${alias} ${at}`}
        columns={[
          { key: 'alias', title: 'Alias', rowHeader: true, cell: ({ alias }) => alias },
          { key: 'move', title: 'Move', cell: moveWords },
          { key: 'by', title: 'By', cell: ({ by }) => <bdi>{by.name}</bdi> },
          { key: 'at', title: 'When', cell: ({ at }) => <Time at={at} absolute /> },
        ]}
      />
    </Panel>
  );
}
