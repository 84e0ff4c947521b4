import type { SectionOf } from '@trainyard/contracts';
import { numberCell, numberColumn, table, textCell, textColumn } from '../cell.ts';
import { oneLine } from '../label.ts';
import { formatPercent, num, plural } from '../number.ts';
import type { Body, TreeRow } from '../view.ts';

type Node = SectionOf<'tree'>['data']['nodes'][number];

/** From the root down, each node behind its parent; a node whose parent is missing or that is its own ancestor is a root. */
export function tree(data: SectionOf<'tree'>['data']): Body {
  const children = new Map<number | null, Node[]>();
  const ids = new Set(data.nodes.map((node) => node.id));
  for (const node of data.nodes) {
    const parent = node.parent !== null && ids.has(node.parent) && node.parent !== node.id ? node.parent : null;
    children.set(parent, [...(children.get(parent) ?? []), node]);
  }
  const rows: TreeRow[] = [];
  const seen = new Set<number>();
  const walk = (from: readonly Node[]): void => {
    const waiting = [...from].reverse().map((node) => ({ node, depth: 0 }));
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { node, depth } = next;
      if (seen.has(node.id)) continue;
      seen.add(node.id);
      const below = children.get(node.id) ?? [];
      rows.push(rowOf(node, depth, below.length === 0, data.classes));
      for (const child of [...below].reverse()) waiting.push({ node: child, depth: depth + 1 });
    }
  };
  walk(children.get(null) ?? []);
  walk(data.nodes.filter((node) => !seen.has(node.id)));
  const root = rows[0];
  if (!root) return { sentence: 'The tree has no nodes.' };
  const leaves = rows.filter((row) => row.leaf).length;
  const depth = Math.max(...rows.map((row) => row.depth));
  const question = rows.find((row) => row.rule !== null)?.rule;
  return {
    sentence: `A tree of ${plural(rows.length, 'node')}, ${plural(leaves, 'leaf', 'leaves')}, ${plural(depth, 'level')} deep${question ? `; it asks first: ${question}` : ''}.`,
    tree: rows,
    tables: [
      table(
        'tree',
        'main',
        'Nodes of the tree, each below the one it comes from',
        [textColumn('Rule'), textColumn('Says'), numberColumn('Share'), numberColumn('Samples')],
        rows.map((row) => [
          {
            text: `${'· '.repeat(Math.min(row.depth, 12))}${row.rule ?? 'all samples'}`,
            value: row.rule ?? 'all samples',
          },
          textCell(row.label),
          numberCell(row.share, (share) => formatPercent(share, 0)),
          numberCell(row.samples),
        ]),
      ),
    ],
  };
}

function rowOf(node: Node, depth: number, leaf: boolean, classes: readonly string[]): TreeRow {
  const own = classes.indexOf(node.label);
  const shares = node.shares.map((share) => num(share));
  return {
    id: node.id,
    parent: node.parent,
    depth,
    rule: node.rule === null ? null : oneLine(node.rule),
    label: oneLine(node.label),
    samples: node.samples,
    share: (own >= 0 ? shares[own] : undefined) ?? Math.max(Number.NEGATIVE_INFINITY, ...shares),
    leaf,
  };
}
