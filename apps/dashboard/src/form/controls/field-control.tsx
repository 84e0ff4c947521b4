import type { ComponentType } from 'react';
import type { Control } from '../field.ts';
import { FormChoiceControl, MultiselectControl, SelectControl, SwitchControl } from './choice-controls.tsx';
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
