import { useDebouncedValue } from '@mantine/hooks';
import type { Model } from '@trainyard/contracts';
import { useState } from 'react';
import { useRoute } from '../../../api/use-route.ts';
import type { ControlProps } from '../../../form/controls/control.ts';
import { count } from '../../../format/number.ts';
import { metricWords } from '../../models/metric-words.ts';
import classes from './configure.module.css';
import { choicesOf, partsOf, refFor, sameModel } from './model-choices.ts';
import { PickerFrame } from './picker-frame.tsx';

const shownModels = 20;

/** Registered models that a trainer begins from or combines: found by name, each at its newest version, a number or an alias. */
export function ModelsPicker({ id, field, value, invalid, describedBy, onChange }: ControlProps) {
  const [search, setSearch] = useState('');
  const [q] = useDebouncedValue(search.trim(), 200);
  const found = useRoute(
    'listModels',
    { query: { limit: shownModels, ...(q === '' ? {} : { q }) } },
    { keepPrevious: true },
  );
  const chosen = Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
  const models = (found.data?.items ?? []).filter(({ latest }) => latest !== null);
  const put = (model: string, ref: string | null): void => {
    const others = chosen.filter((one) => !sameModel(one, model));
    const at = chosen.findIndex((one) => sameModel(one, model));
    if (ref === null) onChange(others);
    else if (at < 0) onChange([...chosen, ref]);
    else onChange(chosen.map((one, place) => (place === at ? ref : one)));
  };
  return (
    <PickerFrame
      {...{ id, field, invalid, describedBy, search }}
      what="models"
      placeholder="Search models by name"
      onSearch={setSearch}
      chosen={chosen.map((one) => ({
        key: one,
        text: one,
        drop: () => onChange(chosen.filter((other) => other !== one)),
      }))}
    >
      {models.map((model) => (
        <Row key={model.id} model={model} chosen={chosen.find((one) => sameModel(one, model.name))} put={put} />
      ))}
      {found.data !== undefined && models.length === 0 && (
        <p className="muted">
          {q === ''
            ? 'No model is registered yet: register one on the results of a run.'
            : 'No model is called like this.'}
        </p>
      )}
      {found.data !== undefined && found.data.total > shownModels && (
        <p className="muted">{count(found.data.total - shownModels, 'more model')}; search to find them.</p>
      )}
    </PickerFrame>
  );
}

function Row(props: { model: Model; chosen: string | undefined; put: (model: string, ref: string | null) => void }) {
  const { model, chosen, put } = props;
  const { name } = model;
  const picked = partsOf(chosen ?? name);
  const version = model.versions.find((one) => one.version === picked.versionIn(model)) ?? model.latest;
  const metric = version === null ? null : metricWords(version);
  const data = version?.dataset == null ? null : `${version.dataset.name}@${version.dataset.version}`;
  return (
    <div className={classes.modelRow}>
      <label className={classes.modelName}>
        <input
          type="checkbox"
          checked={chosen !== undefined}
          onChange={(event) => put(name, event.currentTarget.checked ? refFor(name, '') : null)}
        />
        <bdi className="cut" title={name}>
          {name}
        </bdi>
      </label>
      <span className={`${classes.modelFacts} muted cut`} title={[metric, data].filter(Boolean).join(', ')}>
        {[metric, data].filter(Boolean).join(', ')}
      </span>
      <select
        className={classes.modelVersion}
        aria-label={`Version of ${name}`}
        value={picked.suffix}
        disabled={chosen === undefined}
        onChange={(event) => put(name, refFor(name, event.currentTarget.value))}
      >
        {choicesOf(model, picked.suffix).map(({ suffix, label }) => (
          <option key={suffix} value={suffix}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}
