import type { VersionView } from '@trainyard/sections';
import { type KeyboardEvent, useRef } from 'react';
import classes from './lineage-tree.module.css';
import { VersionStatusBadge } from './version-status.tsx';

export interface LineageTreeProps {
  versions: readonly VersionView[];
  chosen: string;
  onChoose: (id: string) => void;
  /** The id of what shows the chosen one. */
  controls: string;
}

const mostFacts = 3;
const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** A row a version, below the one it was made from. One is chosen by a click, or by the arrow keys. */
export function LineageTree({ versions, chosen, onChoose, controls }: LineageTreeProps) {
  const table = useRef<HTMLTableElement>(null);
  const facts = [...new Set(versions.flatMap((version) => version.facts.map(({ label }) => label)))].slice(
    0,
    mostFacts,
  );
  const flips = versions.some((version) => version.flips !== null);
  const status = versions.some((version) => version.status !== null);
  const at = versions.findIndex(({ id }) => id === chosen);
  function onKeyDown(event: KeyboardEvent) {
    const by = steps[event.key];
    const to = event.key === 'Home' ? 0 : event.key === 'End' ? versions.length - 1 : by === undefined ? null : at + by;
    const next = to === null ? undefined : versions[to];
    if (next === undefined || to === null) return;
    event.preventDefault();
    onChoose(next.id);
    table.current?.querySelectorAll<HTMLButtonElement>('tbody button')[to]?.focus();
  }
  return (
    <div className={classes.frame}>
      <table ref={table} className={classes.tree}>
        <caption className="unseen">Versions, each below the one it was made from</caption>
        <thead>
          <tr>
            <th scope="col">Version</th>
            {facts.map((label) => (
              <th key={label} scope="col">
                <bdi>{label}</bdi>
              </th>
            ))}
            {flips && <th scope="col">fixed</th>}
            {flips && <th scope="col">broke</th>}
            {status && <th scope="col">status</th>}
          </tr>
        </thead>
        <tbody>
          {versions.map((version, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: ids may be alike
            <tr key={i} data-chosen={version.id === chosen}>
              <th scope="row" style={{ paddingInlineStart: `${10 + Math.min(version.depth, 8) * 16}px` }}>
                <button
                  type="button"
                  aria-pressed={version.id === chosen}
                  aria-controls={controls}
                  tabIndex={version.id === chosen ? 0 : -1}
                  onClick={() => onChoose(version.id)}
                  onKeyDown={onKeyDown}
                >
                  <bdi className={classes.id}>{version.id}</bdi>
                  <span className="unseen">{version.parent === null ? ' ' : `, made from ${version.parent}: `}</span>
                  <bdi className={classes.title} title={version.title}>
                    {version.title}
                  </bdi>
                </button>
              </th>
              {facts.map((label) => (
                <td key={label}>{version.facts.find((fact) => fact.label === label)?.value}</td>
              ))}
              {flips && <td data-good={(version.flips?.fixed ?? 0) > 0}>{version.flips?.fixed ?? '–'}</td>}
              {flips && <td data-bad={(version.flips?.broke ?? 0) > 0}>{version.flips?.broke ?? '–'}</td>}
              {status && (
                <td>
                  <VersionStatusBadge version={version} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
