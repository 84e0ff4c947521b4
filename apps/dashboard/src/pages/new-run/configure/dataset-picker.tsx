import { Link } from '@tanstack/react-router';
import type { Dataset, Manifest } from '@trainyard/contracts';
import { useId, useState } from 'react';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { Badge } from '../../../components/status-badge.tsx';
import { Time } from '../../../components/time.tsx';
import { controlId } from '../../../form/field-row.tsx';
import { count } from '../../../format/number.ts';
import { readDatasetRef, suitingDatasets, versionOf } from '../choose/suiting-datasets.ts';
import type { Draft } from '../draft/draft.ts';
import type { DraftStore } from '../draft/draft-store.ts';
import classes from './configure.module.css';

const searchFrom = 9;

/** The data sets that suit, and which version of the chosen one. */
export function DatasetPicker({
  needs,
  datasets,
  draft,
  store,
  errors,
  windowSeconds,
}: {
  needs: Manifest['needs'];
  datasets: readonly Dataset[];
  draft: Draft;
  store: DraftStore;
  errors: readonly string[];
  windowSeconds: number | null;
}) {
  const name = useId();
  const [search, setSearch] = useState('');
  const all = suitingDatasets(needs, datasets, windowSeconds);
  const chosen = draft.dataset === null ? null : readDatasetRef(draft.dataset);
  const shown = all.filter(({ dataset }) => dataset.name.includes(search.trim().toLowerCase()));
  const put = (dataset: string): void => store.change((old) => ({ ...old, dataset }));
  const kinds = needs.dataset?.kinds.join(' or ') ?? '';
  const current = all.find(({ dataset }) => dataset.name === chosen?.name)?.dataset;
  return (
    <Panel
      title="Data set"
      note={`of kind ${kinds}`}
      actions={current !== undefined && <VersionChoice dataset={current} chosen={chosen?.version ?? null} put={put} />}
    >
      <div id={controlId('dataset')} tabIndex={-1}>
        {all.length === 0 ? (
          <EmptyState title={`There is no data set of kind ${kinds} yet.`}>
            <Link to="/datasets">Import one</Link>, or make one with a trainer that generates data.
          </EmptyState>
        ) : (
          <>
            {all.length >= searchFrom && (
              <input
                type="search"
                className={classes.filter}
                aria-label="Search data sets"
                placeholder="Search data sets"
                value={search}
                onChange={(event) => setSearch(event.currentTarget.value)}
              />
            )}
            <fieldset className={`${classes.options} ${classes.scroll}`}>
              <legend className="unseen">Data set</legend>
              {shown.map(({ dataset, lacks }) => {
                const version =
                  (chosen?.name === dataset.name ? versionOf(datasets, draft.dataset ?? '') : null) ?? dataset.latest;
                const classesText =
                  version.classes.length === 0 ? 'no labels' : count(version.classes.length, 'class', 'classes');
                return (
                  <label key={dataset.name} className={classes.option}>
                    <input
                      type="radio"
                      name={name}
                      checked={chosen?.name === dataset.name}
                      onChange={() => put(dataset.name)}
                    />
                    <span className={classes.optionTitle}>
                      <span className="cut" title={dataset.name}>
                        {dataset.name}
                      </span>
                      {version.badge !== null && <Badge tone="warn">{version.badge}</Badge>}
                    </span>
                    <span className={classes.optionText}>
                      version {version.version}, {count(version.samples, 'sample')}, {classesText}
                    </span>
                    <span className={classes.optionText}>
                      made <Time at={version.created_at} />
                      {lacks !== null && <span className={classes.fault}> · {lacks}</span>}
                    </span>
                  </label>
                );
              })}
              {shown.length === 0 && <p className="muted">No data set has this in its name.</p>}
            </fieldset>
          </>
        )}
        {errors.map((error) => (
          <p key={error} className={classes.fault}>
            {error}
          </p>
        ))}
      </div>
    </Panel>
  );
}

function VersionChoice({
  dataset,
  chosen,
  put,
}: {
  dataset: Dataset;
  chosen: number | null;
  put: (ref: string) => void;
}) {
  if (dataset.versions.length < 2 && chosen === null) return null;
  return (
    <select
      className={classes.filter}
      style={{ margin: 0, width: 'auto' }}
      aria-label={`Version of ${dataset.name}`}
      value={chosen ?? 0}
      onChange={(event) => {
        const version = Number(event.currentTarget.value);
        put(version === 0 ? dataset.name : `${dataset.name}@${version}`);
      }}
    >
      <option value={0}>newest version</option>
      {dataset.versions.map(({ version, samples }) => (
        <option key={version} value={version}>
          version {version}, {count(samples, 'sample')}
        </option>
      ))}
      {chosen !== null && !dataset.versions.some(({ version }) => version === chosen) && (
        <option value={chosen}>version {chosen}, not there</option>
      )}
    </select>
  );
}
