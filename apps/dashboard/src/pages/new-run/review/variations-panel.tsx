import { Button } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { Dataset } from '@trainyard/contracts';
import type { TrainerItem } from '@trainyard/contracts/routes';
import { useState } from 'react';
import { Panel } from '../../../components/panel.tsx';
import { FieldFrame } from '../../../form/field-row.tsx';
import form from '../../../form/form.module.css';
import { count } from '../../../format/number.ts';
import { suitingDatasets } from '../choose/suiting-datasets.ts';
import { experimentTitle } from '../configure/spec.ts';
import type { Setup } from '../configure/use-setup.ts';
import { type Draft, newNonce, type Variation } from '../draft/draft.ts';
import type { DraftStore } from '../draft/draft-store.ts';
import { fullLabel } from './origin-rows.ts';
import classes from './review.module.css';
import { mostVariations, readSeeds, valueVariations, variationName, withVariations } from './variations.ts';

interface VariationsProps {
  item: TrainerItem;
  datasets: readonly Dataset[];
  draft: Draft;
  store: DraftStore;
  setup: Setup;
  /** What is wrong with each variation. */
  faults: readonly (readonly string[])[];
}

/** Several runs as one experiment: the draft, and what each further one does otherwise. */
export function VariationsPanel(props: VariationsProps) {
  const { item, draft, store, setup, faults } = props;
  const { variations } = draft;
  const autoName = setup.checked?.name ?? item.manifest.id;
  return (
    <Panel
      title="Several runs"
      note={variations.length === 0 ? 'as one experiment' : count(variations.length + 1, 'run')}
      actions={
        variations.length > 0 && (
          <Button variant="default" onClick={() => store.change((old) => ({ ...old, variations: [] }))}>
            Only one run
          </Button>
        )
      }
    >
      {variations.length === 0 ? (
        <p className={classes.alone}>
          One run will be launched. Add another variation to launch several as one experiment: other seeds, presets,
          data sets or values.
        </p>
      ) : (
        <>
          <div className={`${form.grid} ${classes.batch}`}>
            <FieldFrame id="experiment-name" label="Name of the experiment" errors={[]}>
              <input
                id="experiment-name"
                className={form.input}
                dir="auto"
                maxLength={200}
                autoComplete="off"
                placeholder={experimentTitle({ ...draft, experimentName: '' }, autoName)}
                value={draft.experimentName}
                onChange={(event) => {
                  const experimentName = event.currentTarget.value;
                  store.change((old) => ({ ...old, experimentName }));
                }}
              />
            </FieldFrame>
            <FieldFrame id="experiment-mode" label="Order" errors={[]}>
              <select
                id="experiment-mode"
                className={form.select}
                value={draft.mode}
                onChange={(event) => {
                  const mode = event.currentTarget.value === 'sequential' ? 'sequential' : 'parallel';
                  store.change((old) => ({ ...old, mode }));
                }}
              >
                <option value="parallel">as many at once as there are slots</option>
                <option value="sequential">one after the other</option>
              </select>
            </FieldFrame>
          </div>
          <ol className={classes.variations} aria-label="Runs of the experiment">
            <li>
              <span className={classes.number}>1</span>
              <span className="cut">as configured</span>
            </li>
            {variations.map((variation, i) => (
              <VariationRow key={variation.id} {...props} at={i + 1} variation={variation} faults={faults[i] ?? []} />
            ))}
          </ol>
        </>
      )}
      <AddVariations {...props} />
    </Panel>
  );
}

function VariationRow(
  props: Omit<VariationsProps, 'faults'> & { at: number; variation: Variation; faults: readonly string[] },
) {
  const { at, variation, faults, item, store } = props;
  const name = variationName(variation, item.schema);
  const drop = (): void =>
    store.change((old) => ({ ...old, variations: old.variations.filter((one) => one.id !== variation.id) }));
  return (
    <li>
      <span className={classes.number}>{at + 1}</span>
      <bdi className="cut" title={name}>
        {name}
      </bdi>
      <button type="button" className={form.small} aria-label={`Leave out ${name}`} onClick={drop}>
        <IconX size={14} aria-hidden />
      </button>
      {faults.length > 0 && (
        <div className={classes.fault}>
          {faults.map((fault) => (
            <p key={fault}>{fault}</p>
          ))}
        </div>
      )}
    </li>
  );
}

/** What is varied, and over which values. */
function AddVariations({ item, datasets, draft, store, setup }: VariationsProps) {
  const [what, setWhat] = useState('seed');
  const [text, setText] = useState('');
  const [fault, setFault] = useState('');
  const presets = item.presets.filter((one) => one.id !== draft.preset);
  const others = suitingDatasets(item.manifest.needs, datasets).filter(({ dataset }) => dataset.name !== draft.dataset);
  const chosen =
    what === 'preset'
      ? presets.map((one) => one.id)
      : what === 'dataset'
        ? others.map((one) => one.dataset.name)
        : null;
  const full = draft.variations.length >= mostVariations;

  function made(): Omit<Variation, 'id'>[] {
    if (what === 'preset') return [{ preset: text === '' ? (chosen?.[0] ?? '') : text }];
    if (what === 'dataset') return [{ dataset: text === '' ? (chosen?.[0] ?? '') : text }];
    if (what === 'seed') return (readSeeds(text) ?? []).map((seed) => ({ seed }));
    return valueVariations(item.schema, what, text);
  }

  function add() {
    const variations = made();
    if (variations.length === 0) {
      setFault(
        what === 'seed'
          ? 'Seeds are whole numbers, such as 1-5 or 1, 7, 9.'
          : 'Give one value or several, with commas.',
      );
      return;
    }
    setFault('');
    setText('');
    store.change((old) => withVariations(old, variations, newNonce));
  }

  return (
    <form
      className={classes.adder}
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <FieldFrame id="vary-what" label="Vary" errors={[]}>
        <select
          id="vary-what"
          className={form.select}
          value={what}
          onChange={(event) => {
            setWhat(event.currentTarget.value);
            setText('');
            setFault('');
          }}
        >
          <option value="seed">Seed</option>
          {presets.length > 0 && <option value="preset">Preset</option>}
          {others.length > 0 && <option value="dataset">Data set</option>}
          <optgroup label="Settings">
            {setup.fields.map(({ path, label, section }) => (
              <option key={path} value={path}>
                {fullLabel(label, section)}
              </option>
            ))}
          </optgroup>
        </select>
      </FieldFrame>
      <FieldFrame
        id="vary-values"
        label={chosen === null ? 'Values, one run each' : 'Which'}
        errors={fault === '' ? [] : [fault]}
      >
        {chosen === null ? (
          <input
            id="vary-values"
            className={form.input}
            dir="auto"
            autoComplete="off"
            placeholder={what === 'seed' ? '1-5' : 'such as 10, 20, 50'}
            aria-invalid={fault !== ''}
            {...(fault === '' ? {} : { 'aria-describedby': 'vary-values-errors' })}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        ) : (
          <select
            id="vary-values"
            className={form.select}
            value={text === '' ? (chosen[0] ?? '') : text}
            onChange={(event) => setText(event.currentTarget.value)}
          >
            {chosen.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        )}
      </FieldFrame>
      <Button type="submit" variant="default" disabled={full} leftSection={<IconPlus size={14} aria-hidden />}>
        Add another variation
      </Button>
    </form>
  );
}
