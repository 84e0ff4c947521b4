import type { ParameterSchema } from '@trainyard/domain';
import type { ComponentType } from 'react';
import { useState } from 'react';
import { type Control, choicesOf, fieldOf, formsOf, typesIn } from '../field.ts';
import classes from '../form.module.css';
import { MultiselectControl, SelectControl, SwitchControl } from './choice-controls.tsx';
import type { ControlProps } from './control.ts';
import { PairsControl } from './pairs-control.tsx';
import {
  JsonControl,
  ListControl,
  LongTextControl,
  NumberControl,
  SliderControl,
  TextControl,
} from './text-controls.tsx';

const controls: Record<Control, ComponentType<ControlProps>> = {
  slider: SliderControl,
  number: NumberControl,
  select: SelectControl,
  switch: SwitchControl,
  text: TextControl,
  'long-text': LongTextControl,
  list: ListControl,
  multiselect: MultiselectControl,
  pairs: PairsControl,
  choice: FormChoiceControl,
  json: JsonControl,
};

export function FieldControl(props: ControlProps) {
  const Chosen = controls[props.field.control];
  return <Chosen {...props} />;
}

const formWords: Record<string, string> = {
  string: 'text',
  array: 'list',
  object: 'group',
  number: 'number',
  integer: 'number',
  boolean: 'on or off',
  null: 'none',
};

function kindOf(value: unknown): string[] {
  if (value === null) return ['null'];
  if (Array.isArray(value)) return ['array'];
  if (typeof value === 'number') return Number.isInteger(value) ? ['integer', 'number'] : ['number'];
  return [typeof value];
}

/** A value that may take one of several forms: which one, then its control. */
function FormChoiceControl(props: ControlProps) {
  const { id, field, value, onChange } = props;
  const forms = formsOf(field.schema);
  const [picked, setPicked] = useState<number | null>(null);
  const isKindOf = (form: ParameterSchema): boolean => kindOf(value).some((kind) => typesIn(form).includes(kind));
  const isOf = (form: ParameterSchema): boolean => choicesOf(form)?.includes(value) ?? isKindOf(form);
  const exact = forms.findIndex(isOf);
  const fits = exact === -1 ? forms.findIndex(isKindOf) : exact;
  const chosen = picked === null ? undefined : forms[picked];
  // What is being typed into a number is text until it is one.
  const isTyped = typeof value === 'string' && !forms.some((form) => choicesOf(form)?.includes(value));
  const at = picked !== null && chosen !== undefined && (isOf(chosen) || isTyped) ? picked : Math.max(0, fits);
  const form = forms[at] ?? {};
  const inner = { ...fieldOf(form, field.path, { section: null, required: field.required }), label: field.label };
  const emptyOf = (schema: object): unknown => {
    const [type] = typesIn({ ...schema });
    const choices = choicesOf({ ...schema });
    if (choices !== null) return choices[0];
    return type === 'array' ? [] : type === 'object' ? {} : type === 'boolean' ? false : type === 'null' ? null : '';
  };
  return (
    <div className={classes.forms}>
      <select
        className={classes.select}
        aria-label={`${field.label}, kind`}
        value={at}
        onChange={(event) => {
          const next = Number(event.currentTarget.value);
          setPicked(next);
          onChange(emptyOf(forms[next] ?? {}));
        }}
      >
        {forms.map((one, i) => {
          const word =
            typeof one.title === 'string' ? one.title : (formWords[typesIn(one)[0] ?? ''] ?? `form ${i + 1}`);
          return (
            <option key={word} value={i}>
              {word}
            </option>
          );
        })}
      </select>
      <FieldControl {...props} id={id} field={inner} />
    </div>
  );
}
